import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { carryAllLinkPrices } from '../../domain/catalogue/versions/carry-link-prices.ts';
import { changeVersion, type VersionChanges } from '../../domain/catalogue/versions/change-version.ts';
import { nextDraft } from '../../domain/catalogue/versions/draft.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { newVersionId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { findLinkedAddOns, knownLinks, setLinks } from './draft-links.ts';
import { formerPrices } from './former-prices.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';
import { prepareDraft } from './prepare-draft.ts';
import type { NewFeatures } from './stated-offering.ts';

/** The changes of the next version of an offering, and the new features of its rate cards. */
export interface StatedChanges {
  readonly changes: VersionChanges;
  readonly newFeatures: NewFeatures;
}

/**
 * Creates a draft from the newest version of an offering, with changes (rule 0-34). Refuses `draft_exists`, and as the rules of a
 * draft do.
 */
export async function createNextVersion(
  writes: CatalogueWrites,
  { changes, newFeatures, ...named }: NamedOffering & StatedChanges,
): Promise<Result<Offering>> {
  const offering = await lockOffering(writes, named);
  if (!offering.ok) return offering;
  const { latest } = offering.value;
  const links = changes.addOns ?? [];
  const launched = await findLinkedAddOns(writes, links);
  const checks = changes.fields.customFields === undefined ? [] : (['customFields'] as const);
  const prepared = await prepareDraft(writes, { version: changeVersion(latest, changes), newFeatures }, checks);
  if (!prepared.ok) return prepared;
  const { rateCards } = prepared.value;
  const former = await formerPrices(writes, offering.value, { rateCards, addOns: links });
  const next = nextDraft<OfferingVersion>(latest, { id: newVersionId(), changes: prepared.value, former });
  const carried = carryAllLinkPrices({ known: knownLinks(offering.value), former }, links);
  if (!carried.ok) return carried;
  if (!next.ok) return next;
  const keepsLinks = changes.addOns === null || next.value.kind === 'addOn';
  const draft = keepsLinks ? next : setLinks(next.value, { links: carried.value, launched });
  return draft.ok ? accepted(await writes.insertDraft(offering.value, draft.value)) : draft;
}
