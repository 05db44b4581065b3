import type { NewFeature } from '../../domain/catalogue/model/feature.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';

/** Features that rate cards define inline (rule 0-10), by the pointers of the cards: `/phases/0/rateCards/1`. */
export type NewFeatures = ReadonlyMap<string, NewFeature>;

/** An offering as the caller states it. */
export interface StatedOffering {
  /** A first draft with its links and without an id. */
  readonly version: OfferingVersion;
  readonly newFeatures: NewFeatures;
}
