import type { AccessAnswer } from '../../application/subscription/access.ts';
import type { CheckAnswer, EntitlementView } from '../../contracts/wire/subscription/entitlement.ts';
import { usedSoFar } from '../../domain/entitlement/check.ts';
import type { Bucket, EntitlementSource, MergedEntitlement } from '../../domain/entitlement/merge.ts';
import { granted } from '../../domain/entitlement/grant.ts';

function toApiSource({ grant, subscriptionId }: EntitlementSource): EntitlementView['sources'][number] {
  const { entitlement } = grant;
  return {
    subscriptionId,
    grantId: grant.id,
    attachmentId: grant.attachmentId,
    offeringKey: grant.offeringKey,
    rateCardKey: grant.rateCardKey,
    quantity: grant.quantity,
    quota: granted(grant, 'quota'),
    value: entitlement.kind === 'static' ? entitlement.value : null,
    limit: entitlement.kind === 'metered' ? entitlement.limit : null,
    startsAt: grant.startsAt,
    cause: { ...grant.cause },
  };
}

const toApiBucket = ({ limit, quota, includedUsage, window, sources }: Bucket): EntitlementView['buckets'][number] => ({
  limit,
  quota,
  includedUsage,
  used: usedSoFar,
  remaining: quota,
  window: window === null ? null : { start: window.start, end: window.end },
  resetsAt: window?.end ?? null,
  grantIds: sources.map(({ grant }) => grant.id),
});

export const toApiEntitlement = (entitlement: MergedEntitlement): EntitlementView => ({
  featureKey: entitlement.featureKey,
  kind: entitlement.kind,
  value: entitlement.value,
  limit: entitlement.limit,
  quota: entitlement.quota,
  used: usedSoFar,
  remaining: entitlement.remaining,
  resetsAt: entitlement.resetsAt,
  buckets: entitlement.buckets.map(toApiBucket),
  sources: entitlement.sources.map(toApiSource),
});

/** The wire form of an access check, with the sources of the access. */
export const toApiCheck = ({ check, entitlement }: AccessAnswer): CheckAnswer => ({
  ...check,
  value: entitlement?.value ?? null,
  used: usedSoFar,
  resetsAt: entitlement?.resetsAt ?? null,
  buckets: (entitlement?.buckets ?? []).map(toApiBucket),
  sources: (entitlement?.sources ?? []).map(toApiSource),
});
