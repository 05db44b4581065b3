import type { BaseVersion, Offering, OfferingVersion, PlanAddOn } from '../../domain/catalogue/model/offering.ts';
import { carryAllLinkPrices, linksIn } from '../../domain/catalogue/versions/carry-link-prices.ts';
import type { FormerPrice } from '../../domain/catalogue/versions/carry-price-ids.ts';
import { replaceDraft } from '../../domain/catalogue/versions/draft.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { newVersionId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { findLinkedAddOns, knownLinks, type LaunchedAddOn, setLinks } from './draft-links.ts';
import { formerPrices } from './former-prices.ts';
import { prepareDraft } from './prepare-draft.ts';
import type { StatedOffering } from './stated-offering.ts';

/**
 * Writes the whole draft of a locked offering: replaces the existing draft, or creates one of the next version. Refuses as the
 * rules of a draft do; the launch checks the rest.
 */
export async function writeDraft(
  writes: CatalogueWrites,
  offering: Offering,
  stated: StatedOffering,
): Promise<Result<Offering>> {
  const links = linksIn([stated.version]);
  const launched = await findLinkedAddOns(writes, links);
  const prepared = await prepareDraft(writes, stated, ['customFields']);
  if (!prepared.ok) return prepared;
  const { id: _id, version: _version, status: _status, ...contents } = prepared.value;
  const former = await formerPrices(writes, offering, { rateCards: contents.rateCards, addOns: links });
  const draft = replaceDraft<OfferingVersion>(offering, { id: newVersionId(), contents, former });
  if (!draft.ok) return draft;
  const linked = draft.value.kind === 'addOn' ? draft : relink(draft.value, { offering, links, launched, former });
  if (!linked.ok) return linked;
  const hasDraft = offering.latest.status === 'draft';
  return accepted(await (hasDraft ? writes.saveDraft(offering, linked.value) : writes.insertDraft(offering, linked.value)));
}

interface Links {
  readonly offering: Offering;
  readonly links: readonly PlanAddOn[];
  readonly launched: readonly LaunchedAddOn[];
  readonly former: readonly FormerPrice[];
}

/** Replaces the links of a draft. An existing link stays valid if its add-on is archived. */
function relink(draft: BaseVersion, { offering, links, launched, former }: Links): Result<BaseVersion> {
  const known = knownLinks(offering);
  const carried = carryAllLinkPrices({ known, former }, links);
  if (!carried.ok) return carried;
  const keys = new Set(known.map(({ addOnKey }) => addOnKey));
  const linkable = launched.map((addOn) => (keys.has(addOn.version.key) ? { ...addOn, archived: false } : addOn));
  return setLinks(draft, { links: carried.value, launched: linkable });
}
