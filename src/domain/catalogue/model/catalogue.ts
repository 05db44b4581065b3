import type { Feature } from './feature.ts';
import type { Offering } from './offering.ts';
import type { Product } from './product.ts';

/** The catalogue of a tenant, each list in the order of creation. */
export interface CatalogueState {
  readonly features: readonly Feature[];
  readonly products: readonly Product[];
  readonly offerings: readonly Offering[];
}
