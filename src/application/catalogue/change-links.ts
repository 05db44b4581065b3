import type { BaseKind, BaseVersion, Offering, OfferingVersion, PlanAddOn } from '../../domain/catalogue/model/offering.ts';
import type { LinkPriceHistory } from '../../domain/catalogue/versions/carry-link-prices.ts';
import { nextDraft } from '../../domain/catalogue/versions/draft.ts';
import { invariant } from '../../domain/invariant.ts';
import { type PolicyValue, resolvePolicy } from '../../domain/policy/policy.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { newVersionId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { knownLinks } from './draft-links.ts';
import { formerPrices } from './former-prices.ts';
import { launchDraft } from './launch-offering.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';

/** A named plan or single purchase. */
export interface NamedBase extends NamedOffering {
  readonly kind: BaseKind;
}

interface LinkChange {
  /** The new links. */
  readonly links: readonly PlanAddOn[];
  readonly change: (
    newest: BaseVersion,
    context: { readonly lock: PolicyValue<'compatibility.lock'>; readonly history: LinkPriceHistory },
  ) => Result<BaseVersion>;
}

/**
 * Changes the links of the draft. Without a draft and with an open compatibility (semantics row 10), launches a next version at once,
 * so that every subscription keeps the links that it pinned.
 */
export async function changeLinks(
  writes: CatalogueWrites,
  named: NamedBase,
  { links, change }: LinkChange,
): Promise<Result<Offering>> {
  const locked = await lockOffering(writes, named);
  if (!locked.ok) return locked;
  const offering = locked.value;
  const newest = asBase(offering.latest);
  const { policies: tenant } = await writes.findSettings();
  const lock = resolvePolicy('compatibility.lock', { plan: newest.policies, tenant }).value;
  const former = await formerPrices(writes, offering, { addOns: links });
  const changed = change(newest, { lock, history: { known: knownLinks(offering), former } });
  if (!changed.ok) return changed;
  if (newest.status === 'draft') return accepted(await writes.saveDraft(offering, changed.value));
  const { addOns } = changed.value;
  const next = nextDraft<BaseVersion>(newest, { id: newVersionId(), changes: { addOns }, former: [] });
  if (!next.ok) return next;
  const launched = await launchDraft(writes, await writes.insertDraft(offering, next.value));
  return launched.ok ? accepted(launched.value.offering) : launched;
}

function asBase(version: OfferingVersion): BaseVersion {
  invariant(version.kind !== 'addOn', 'an add-on has no add-ons');
  return version;
}
