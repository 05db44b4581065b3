import type { Entitlement } from '../catalogue/model/rate-card.ts';
import type { SubscriptionId } from '../ids.ts';
import { add } from '../money/exact.ts';
import { earlierOf, type Instant } from '../time/instant.ts';
import type { Period } from '../time/period.ts';
import { granted, type Grant } from './grant.ts';
import { usageWindowAt } from './usage-window.ts';

/** A grant, and the current time of its subscription, at which it is evaluated. */
export interface EntitlementSource {
  readonly grant: Grant;
  readonly subscriptionId: SubscriptionId;
  readonly at: Instant;
}

type MeteredSource = EntitlementSource & {
  readonly grant: Grant & { readonly entitlement: Extract<Entitlement, { readonly kind: 'metered' }> };
};

/** The quota under one reset rule. Sources with different rules are never combined (semantics row 29). */
export interface Bucket {
  readonly limit: 'hard' | 'soft';
  /** The sum of quota × quantity; null if a source has no quota and usage is not capped. */
  readonly quota: string | null;
  readonly includedUsage: string | null;
  readonly window: Period | null;
  readonly sources: readonly EntitlementSource[];
}

/** Access to one feature, merged from all its sources. */
export interface MergedEntitlement {
  readonly featureKey: string;
  readonly kind: Entitlement['kind'];
  /** The value of a static entitlement: that of the last attached source. */
  readonly value: string | null;
  /** The limit of a metered entitlement: soft if any source is soft; null for other kinds. */
  readonly limit: 'hard' | 'soft' | null;
  /**
   * The quota of a metered entitlement: that of its window plus quotas without a reset. Null without a cap, and null if
   * several windows have different rules: the sum of their quotas is the quota of no window. Each bucket has its own.
   */
  readonly quota: string | null;
  /** The usage that remains now: the sum over all buckets, whatever their windows; null without a cap. */
  readonly remaining: string | null;
  /** The earliest reset of a bucket. */
  readonly resetsAt: Instant | null;
  readonly buckets: readonly Bucket[];
  readonly sources: readonly EntitlementSource[];
}

/**
 * Merges the grants that are valid at their instants: one entry for each feature, in the order of the keys. Boolean: any source is
 * enough. Static: the last attached source wins. Metered: quota × quantity, summed within one reset rule; any soft source makes
 * the limit soft (semantics row 29). Windows of different rules have no common quota. The order of the sources does not change the
 * result.
 * @rule 0-1, 1-4, 1-5, 2-24, 4-9
 */
export function mergeEntitlements(sources: readonly EntitlementSource[]): readonly MergedEntitlement[] {
  const holding = sources.filter(holds).toSorted(byAttachTime);
  const byFeature = Map.groupBy(holding, ({ grant }) => grant.featureKey);
  return [...byFeature]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([featureKey, ofFeature]) => mergeFeature(featureKey, ofFeature));
}

const holds = ({ grant, at }: EntitlementSource): boolean =>
  grant.startsAt <= at && (grant.endsAt === null || at < grant.endsAt);

/** Sorts by start, then the plan before add-ons, then by id: a total order. */
function byAttachTime(a: EntitlementSource, b: EntitlementSource): number {
  const orderOf = ({ grant, subscriptionId }: EntitlementSource): string =>
    [grant.startsAt, grant.attachmentId === null ? '0' : '1', subscriptionId, grant.attachmentId ?? '', grant.id].join(' ');
  return orderOf(a) < orderOf(b) ? -1 : 1;
}

function mergeFeature(featureKey: string, sources: readonly EntitlementSource[]): MergedEntitlement {
  const metered = sources.filter(isMetered);
  const buckets = [...Map.groupBy(metered, resetRuleOf).values()].map(bucketOf);
  const lastStatic = sources.map(({ grant }) => grant.entitlement).findLast((each) => each.kind === 'static');
  const resets = buckets.flatMap(({ window }) => (window === null ? [] : [window.end]));
  const remaining = total(buckets.map(({ quota }) => quota));
  return {
    featureKey,
    kind: metered.length > 0 ? 'metered' : (sources.at(-1)?.grant.entitlement.kind ?? 'boolean'),
    value: lastStatic?.value ?? null,
    limit: buckets.length === 0 ? null : combinedLimit(buckets),
    quota: resets.length > 1 ? null : remaining,
    remaining,
    resetsAt: resets.length === 0 ? null : resets.reduce(earlierOf),
    buckets,
    sources,
  };
}

const isMetered = (source: EntitlementSource): source is MeteredSource => source.grant.entitlement.kind === 'metered';

/** Sources share a bucket if their windows have the same rule: interval, anchor and zone. */
function resetRuleOf({ grant }: MeteredSource): string {
  const { reset } = grant.entitlement;
  return reset === null ? 'never' : [reset.every, reset.unit, reset.anchor, grant.windowAnchorAt, grant.timeZone].join(' ');
}

/** The quota of sources with one reset rule: the sum of quota × quantity. @rule 0-15, 0-16, 4-11, 4-12 */
function bucketOf(sources: readonly MeteredSource[]): Bucket {
  const amounts = (field: 'quota' | 'includedUsage'): readonly (string | null)[] =>
    sources.map(({ grant }) => granted(grant, field));
  const [first] = sources;
  return {
    limit: combinedLimit(sources.map(({ grant }) => grant.entitlement)),
    quota: total(amounts('quota')),
    includedUsage: total(amounts('includedUsage').filter((amount) => amount !== null)),
    window: first === undefined ? null : usageWindowAt(first.grant, first.at),
    sources,
  };
}

const combinedLimit = (limits: readonly { readonly limit: 'hard' | 'soft' }[]): 'hard' | 'soft' =>
  limits.some(({ limit }) => limit === 'soft') ? 'soft' : 'hard';

/** The sum; null if there is nothing to add or a part has no cap. */
const total = (amounts: readonly (string | null)[]): string | null =>
  amounts.length === 0 ? null : amounts.reduce((sum, amount) => (sum === null || amount === null ? null : add(sum, amount)));
