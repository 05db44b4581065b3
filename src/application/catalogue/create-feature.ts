import type { Feature, NewFeature } from '../../domain/catalogue/model/feature.ts';
import type { Result } from '../../domain/refusal.ts';
import { newId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { insertKeyed } from './keyed-insert.ts';

/** Creates a feature. Refuses `key_already_used`. */
export const createFeature = (writes: CatalogueWrites, feature: NewFeature): Promise<Result<Feature>> =>
  insertKeyed(feature, {
    make: (key) => ({ ...feature, key, id: newId('feat'), revision: 1 }),
    insert: (made) => writes.insertFeature(made),
  });
