import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';

/** A feature of a file, and where it stands there: in its own list or inline in a rate card (rule 0-10). */
export interface FeatureEntry {
  readonly pointer: string;
  readonly feature: Omit<Feature, 'id' | 'revision'>;
}

/** An offering of a file. */
export interface OfferingEntry {
  readonly pointer: string;
  /** What the file says, as a first draft with its links and without an id. */
  readonly stated: OfferingVersion;
  readonly launch: boolean;
  readonly archived: boolean;
}

/** What a file says, in the order in which it is applied: add-ons before what links them. */
export interface StatedCatalogue {
  readonly features: readonly FeatureEntry[];
  readonly products: readonly Omit<Product, 'id' | 'revision'>[];
  readonly offerings: readonly OfferingEntry[];
}
