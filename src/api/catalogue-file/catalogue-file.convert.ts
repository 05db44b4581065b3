import type { OfferingEntry, StatedCatalogue } from '../../application/catalogue-file/stated-catalogue.ts';
import { flatMapYielding } from '../../application/yielding.ts';
import type { CatalogueFile } from '../../contracts/wire/catalogue/catalogue-file.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { draftAddOn, draftPlan, draftSinglePurchase } from '../../domain/catalogue/versions/draft.ts';
import { fromApiFeature } from '../catalogue/feature.convert.ts';
import { fromApiAddOn, fromApiLink, fromApiPlan, fromApiSinglePurchase } from '../catalogue/offering.convert.ts';
import { fromApiProduct } from '../catalogue/product.convert.ts';
import { hoistFeatures } from './hoist-features.ts';

/**
 * What a file says; the prices in it get their ids here. Others are served meanwhile, since a file may hold 10,000 prices.
 */
export async function fromApiCatalogueFile(file: CatalogueFile): Promise<StatedCatalogue> {
  const hoisted = hoistFeatures(file);
  return {
    features: hoisted.features.map(({ pointer, feature }) => ({
      pointer,
      feature: { ...fromApiFeature(feature), key: feature.key },
    })),
    products: file.products.map((product) => ({ ...fromApiProduct(product), key: product.key })),
    offerings: await fromApiOfferings(hoisted.file),
  };
}

async function fromApiOfferings({ addOns, singlePurchases, plans }: CatalogueFile): Promise<readonly OfferingEntry[]> {
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
