import type { CatalogueFile } from '../../contracts/wire/catalogue/catalogue-file.ts';
import { type FeatureEntry, hoistFeatures } from './hoist-features.ts';
import { type OfferingEntry, offeringEntries } from './offering-entry.ts';

/** What a file says, in the order in which it is applied. */
export interface StatedCatalogue {
  readonly features: readonly FeatureEntry[];
  readonly products: CatalogueFile['products'];
  readonly offerings: readonly OfferingEntry[];
}

/** Reads a file into first drafts; their prices get their ids here. */
export async function stateCatalogue(file: CatalogueFile): Promise<StatedCatalogue> {
  const hoisted = hoistFeatures(file);
  return { features: hoisted.features, products: file.products, offerings: await offeringEntries(hoisted.file) };
}
