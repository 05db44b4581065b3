import type { BaseVersion, Offering, PlanAddOn } from '../../domain/catalogue/model/offering.ts';
import { linksIn } from '../../domain/catalogue/versions/carry-link-prices.ts';
import { linkAddOn, type NewLink } from '../../domain/catalogue/versions/link.ts';
import { accepted, type Refusal, type Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

export type LaunchedAddOn = NonNullable<NewLink['addOn']>;

/** The links of the launched and the newest version. */
export const knownLinks = ({ launched, latest }: Offering): readonly PlanAddOn[] => linksIn([launched, latest]);

/** Finds and locks the launched add-ons of links. Call it before creating features: changes of these add-ons lock in this order. */
export const findLinkedAddOns = (writes: CatalogueWrites, links: readonly PlanAddOn[]): Promise<readonly LaunchedAddOn[]> =>
  writes.findLaunchedAddOns(links.map(({ addOnKey }) => addOnKey));

/** Replaces the links of a draft. `launched` are the add-ons on sale. A refusal names the place of the link in `addOns`. */
export function setLinks<V extends BaseVersion>(
  draft: V,
  { links, launched }: { readonly links: readonly PlanAddOn[]; readonly launched: readonly LaunchedAddOn[] },
): Result<V> {
  let linked: Result<V> = accepted({ ...draft, addOns: [] });
  for (const [index, link] of links.entries()) {
    if (!linked.ok) return linked;
    const addOn = launched.find(({ version }) => version.key === link.addOnKey) ?? null;
    linked = linkAddOn(linked.value, { link, addOn, lock: 'onPublish' });
    if (!linked.ok) linked = { ok: false, error: pointTo(linked.error, `/addOns/${index}/addOnKey`) };
  }
  return linked;
}

const pointTo = (error: Refusal, pointer: string): Refusal => ({
  ...error,
  issues: [{ pointer, code: error.code, detail: error.message }],
});
