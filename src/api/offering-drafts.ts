import { linkAddOn } from '../domain/catalogue/link.ts';
import type { OfferingVersion, PlanAddOn, PlanVersion } from '../domain/catalogue/offering.ts';
import { accepted, type Refusal, type Result } from '../domain/refusal.ts';
import { newId } from './new-id.ts';
import type { CatalogueWrites, Offering } from './ports.ts';

/** A new offering around its first draft. */
export const newOffering = (draft: OfferingVersion): Offering => ({
  id: newId('off'),
  kind: draft.kind,
  key: draft.key,
  productKey: draft.productKey,
  revision: 1,
  latest: draft,
  launched: null,
});

/** Links add-ons to a draft, one by one. A refusal names the place of the link in `addOns`. */
export async function linkAll(
  writes: CatalogueWrites,
  draft: PlanVersion,
  links: readonly PlanAddOn[],
): Promise<Result<PlanVersion>> {
  const launched = await writes.findLaunchedAddOns(links.map(({ addOnKey }) => addOnKey));
  let linked: Result<PlanVersion> = accepted(draft);
  for (const [index, link] of links.entries()) {
    if (!linked.ok) return linked;
    linked = linkAddOn(linked.value, link, launched.find(({ key }) => key === link.addOnKey) ?? null);
    if (!linked.ok) linked = { ok: false, error: pointTo(linked.error, `/addOns/${index}/addOnKey`) };
  }
  return linked;
}

const pointTo = (error: Refusal, pointer: string): Refusal => ({
  ...error,
  issues: [{ pointer, code: error.code, detail: error.message }],
});

/** The refusal of an offering whose product does not exist. */
export const unknownProduct = (productKey: string): Refusal => ({
  code: 'invalid_offering',
  message: `there is no product ${productKey}: create it first`,
  issues: [{ pointer: '/productKey', code: 'product_not_found', detail: `there is no product ${productKey}` }],
});
