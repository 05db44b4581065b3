import type { CatalogueFile } from '../../contracts/wire/catalogue-file.ts';
import { draftAddOn, draftPlan, draftSinglePurchase } from '../../domain/catalogue/draft.ts';
import type { OfferingVersion } from '../../domain/catalogue/offering.ts';
import { fromApiAddOn, fromApiLink, fromApiPlan, fromApiSinglePurchase } from '../convert/offering.ts';

/** An offering of a file. */
export interface OfferingEntry {
  readonly pointer: string;
  /** What the file says, as a first draft without an id. */
  readonly stated: OfferingVersion;
  readonly launch: boolean;
  readonly archived: boolean;
}

/** The offerings of a file in the order in which they are applied: add-ons before what links them. */
export const offeringEntries = ({ addOns, singlePurchases, plans }: CatalogueFile): readonly OfferingEntry[] => [
  ...addOns.map((input, index) => entryOf(`/addOns/${index}`, input, draftAddOn(ownOf(input), fromApiAddOn(input)))),
  ...singlePurchases.map((input, index) =>
    entryOf(`/singlePurchases/${index}`, input, {
      ...draftSinglePurchase(ownOf(input), fromApiSinglePurchase(input)),
      addOns: (input.addOns ?? []).map(fromApiLink),
    }),
  ),
  ...plans.map((input, index) =>
    entryOf(`/plans/${index}`, input, {
      ...draftPlan(ownOf(input), fromApiPlan(input)),
      addOns: (input.addOns ?? []).map(fromApiLink),
    }),
  ),
];

const ownOf = ({ productKey, key }: { readonly productKey: string; readonly key: string }) => ({ id: '', productKey, key });

const entryOf = (
  pointer: string,
  { launch, archived }: { readonly launch: boolean; readonly archived: boolean },
  stated: OfferingVersion,
): OfferingEntry => ({ pointer, stated, launch, archived });
