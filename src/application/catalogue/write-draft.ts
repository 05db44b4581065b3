import type { AddOnDraft, PlanDraft, SinglePurchaseDraft } from '../../contracts/wire/catalogue/draft.ts';
import { carryAllLinkPrices } from '../../domain/catalogue/versions/carry-link-prices.ts';
import type { FormerPrice } from '../../domain/catalogue/versions/carry-price-ids.ts';
import { replaceDraft } from '../../domain/catalogue/versions/draft.ts';
import type { BaseVersion, Offering, OfferingVersion, PlanAddOn } from '../../domain/catalogue/model/offering.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { formerPrices } from './former-prices.ts';
import { newId } from '../new-id.ts';
import { findLinked, knownLinks, type LaunchedAddOn, linkAll, prepareDraft, statedLinks } from './offering-drafts.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/** What the draft of any offering may say; only one of a plan or single purchase has links. */
export type DraftBody = PlanDraft | SinglePurchaseDraft | AddOnDraft;

/** How what is stated becomes a version; its links are made one by one. */
export type StatedVersion<I extends DraftBody> = (
  own: Pick<OfferingVersion, 'id' | 'productKey' | 'key'>,
  input: I & { readonly name: string },
) => OfferingVersion;

/**
 * Writes what the draft of an offering says as a whole: into the draft that there is, or else as the next version. The offering is
 * locked. Refuses what cannot be in a draft, all of it; what only a launch asks for is left to the launch.
 */
export async function writeDraft<I extends DraftBody>(
  writes: CatalogueWrites,
  offering: Offering,
  { body, stated }: { readonly body: I; readonly stated: StatedVersion<I> },
): Promise<Result<Offering>> {
  const { latest, kind } = offering;
  const links = statedLinks('addOns' in body ? body : {});
  const launched = await findLinked(writes, links);
  const prepared = await prepareDraft(writes, kind, { ...body, customFields: body.customFields ?? {} });
  if (!prepared.ok) return prepared;
  const input = { ...prepared.value, name: prepared.value.name ?? latest.name };
  const own = { id: latest.id, productKey: latest.productKey, key: latest.key };
  const { id: _id, version: _version, status: _status, ...contents } = stated(own, input);
  const former = await formerPrices(writes, offering, { rateCards: contents.rateCards, addOns: links });
  const draft = replaceDraft<OfferingVersion>(offering, { id: newId('ver'), contents, former });
  if (!draft.ok) return draft;
  const linked = draft.value.kind === 'addOn' ? draft : relink(draft.value, { offering, links, launched, former });
  if (!linked.ok) return linked;
  return accepted(
    latest.status === 'draft'
      ? await writes.saveDraft(offering, linked.value)
      : await writes.insertDraft(offering, linked.value),
  );
}

interface Links {
  readonly offering: Offering;
  readonly links: readonly PlanAddOn[];
  readonly launched: readonly LaunchedAddOn[];
  readonly former: readonly FormerPrice[];
}

/** Sets the links of a draft. One that was there already stays possible where its add-on is archived. */
function relink(draft: BaseVersion, { offering, links, launched, former }: Links): Result<BaseVersion> {
  const known = knownLinks(offering);
  const carried = carryAllLinkPrices({ known, former }, links);
  if (!carried.ok) return carried;
  const keys = new Set(known.map(({ addOnKey }) => addOnKey));
  const linkable = launched.map((addOn) => (keys.has(addOn.version.key) ? { ...addOn, archived: false } : addOn));
  return linkAll({ ...draft, addOns: [] }, { links: carried.value, launched: linkable });
}
