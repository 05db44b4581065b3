import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';

/** A feature of a file, with its place: in the list of features or inline in a rate card (rule 0-10). */
export interface FeatureEntry {
  readonly pointer: string;
  readonly feature: Omit<Feature, 'id' | 'revision'>;
}

/** An offering of a file. */
export interface OfferingEntry {
  readonly pointer: string;
  /** The offering of the file as a first draft, with its links and without an id. */
  readonly stated: OfferingVersion;
  readonly launch: boolean;
  readonly archived: boolean;
}

/** The contents of a file in the order of their application: add-ons before what links them. */
export interface StatedCatalogue {
  readonly features: readonly FeatureEntry[];
  readonly products: readonly Omit<Product, 'id' | 'revision'>[];
  readonly offerings: readonly OfferingEntry[];
}
