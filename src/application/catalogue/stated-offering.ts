import type { NewFeature } from '../../domain/catalogue/model/feature.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';

/** Features that rate cards bring along (rule 0-10), by the pointers of the cards: `/phases/0/rateCards/1`. */
export type NewFeatures = ReadonlyMap<string, NewFeature>;

/** What is stated of an offering. */
export interface StatedOffering {
  /** All that it says, as a first draft with its links and without an id. */
  readonly version: OfferingVersion;
  readonly newFeatures: NewFeatures;
}
