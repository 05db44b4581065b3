import type { Offering, PlanAddOn } from '../../domain/catalogue/model/offering.ts';
import { carryLinkPrices } from '../../domain/catalogue/versions/carry-link-prices.ts';
import { linkAddOn } from '../../domain/catalogue/versions/link.ts';
import type { Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { changeLinks, type NamedBase } from './change-links.ts';
import { findLinkedAddOns } from './draft-links.ts';

/** Links a launched add-on to a plan or single purchase. Refuses as `linkAddOn` and `carryLinkPrices` do. */
export async function linkAddOnTo(
  writes: CatalogueWrites,
  { link, ...named }: NamedBase & { readonly link: PlanAddOn },
): Promise<Result<Offering>> {
  const [addOn] = await findLinkedAddOns(writes, [link]);
  return changeLinks(writes, named, {
    links: [link],
    change: (newest, { lock, history }) => {
      const carried = carryLinkPrices(history, link);
      return carried.ok ? linkAddOn(newest, { link: carried.value, addOn: addOn ?? null, lock }) : carried;
    },
  });
}
