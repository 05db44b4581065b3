import type { CatalogueFile } from '../../contracts/wire/catalogue/catalogue-file.ts';
import { draftAddOn, draftPlan, draftSinglePurchase } from '../../domain/catalogue/versions/draft.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { fromApiAddOn, fromApiLink, fromApiPlan, fromApiSinglePurchase } from '../catalogue/offering.convert.ts';
import { flatMapYielding } from '../../application/yielding.ts';

/** An offering of a file. */
export interface OfferingEntry {
  readonly pointer: string;
  /** What the file says, as a first draft without an id. */
  readonly stated: OfferingVersion;
  readonly launch: boolean;
  readonly archived: boolean;
}

/**
 * The offerings of a file in the order in which they are applied: add-ons before what links them. Others are served meanwhile, since a
 * file may hold 10,000 prices.
 */
export async function offeringEntries({ addOns, singlePurchases, plans }: CatalogueFile): Promise<readonly OfferingEntry[]> {
  const ofAddOns = await flatMapYielding([...addOns.entries()], ([index, input]) => [
    entryOf(`/addOns/${index}`, input, draftAddOn(ownOf(input), fromApiAddOn(input))),
  ]);
  const ofSinglePurchases = await flatMapYielding([...singlePurchases.entries()], ([index, input]) => {
    const draft = draftSinglePurchase(ownOf(input), fromApiSinglePurchase(input));
    return [entryOf(`/singlePurchases/${index}`, input, { ...draft, addOns: (input.addOns ?? []).map(fromApiLink) })];
  });
  const ofPlans = await flatMapYielding([...plans.entries()], ([index, input]) => {
    const draft = draftPlan(ownOf(input), fromApiPlan(input));
    return [entryOf(`/plans/${index}`, input, { ...draft, addOns: (input.addOns ?? []).map(fromApiLink) })];
  });
  return [...ofAddOns, ...ofSinglePurchases, ...ofPlans];
}

const ownOf = ({ productKey, key }: { readonly productKey: string; readonly key: string }) => ({ id: '', productKey, key });

const entryOf = (
  pointer: string,
  { launch, archived }: { readonly launch: boolean; readonly archived: boolean },
  stated: OfferingVersion,
): OfferingEntry => ({ pointer, stated, launch, archived });
