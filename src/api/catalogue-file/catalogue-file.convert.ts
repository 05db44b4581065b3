import type { OfferingEntry, StatedCatalogue } from '../../application/catalogue-file/stated-catalogue.ts';
import type { StatedOffering } from '../../application/catalogue/stated-offering.ts';
import { flatMapYielding } from '../../application/yielding.ts';
import type { CatalogueFile } from '../../contracts/wire/catalogue/catalogue-file.ts';
import { fromApiFeature } from '../catalogue/feature.convert.ts';
import { fromApiAddOn, fromApiPlan, fromApiSinglePurchase } from '../catalogue/stated-offering.convert.ts';
import { fromApiProduct } from '../catalogue/product.convert.ts';
import { hoistFeatures } from './hoist-features.ts';

/** The catalogue of a file. Prices get new ids. Yields to other requests, since a file may have 10,000 prices. */
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
    entryOf(`/addOns/${index}`, input, fromApiAddOn(input, input)),
  ]);
  const ofSinglePurchases = await flatMapYielding([...singlePurchases.entries()], ([index, input]) => [
    entryOf(`/singlePurchases/${index}`, input, fromApiSinglePurchase(input, input)),
  ]);
  const ofPlans = await flatMapYielding([...plans.entries()], ([index, input]) => [
    entryOf(`/plans/${index}`, input, fromApiPlan(input, input)),
  ]);
  return [...ofAddOns, ...ofSinglePurchases, ...ofPlans];
}

/** One offering of the file; hoistFeatures has moved its inline features to those of the file. */
const entryOf = (
  pointer: string,
  { launch, archived }: { readonly launch: boolean; readonly archived: boolean },
  { version }: StatedOffering,
): OfferingEntry => ({ pointer, stated: version, launch, archived });
