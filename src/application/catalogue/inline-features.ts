import { placedCards } from '../../domain/catalogue/model/card-places.ts';
import type { NewFeature } from '../../domain/catalogue/model/feature.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { accepted, type Issue, type Result } from '../../domain/refusal.ts';
import { keyAlreadyUsed } from '../../domain/refusals/catalogue.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { createFeature } from './create-feature.ts';
import { keyFor } from './keyed-insert.ts';
import type { NewFeatures, StatedOffering } from './stated-offering.ts';

/**
 * Creates the features that rate cards define inline (rule 0-10) and returns the version whose cards name them. Inserts in the order
 * of keys, so that two writes with the same features cannot deadlock. Refuses `key_already_used` with an issue for each card whose
 * feature key is in use.
 * @rule 0-10
 */
export async function createInlineFeatures(
  writes: CatalogueWrites,
  { version, newFeatures }: StatedOffering,
): Promise<Result<OfferingVersion>> {
  const keys = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const { pointer, feature } of inOrderOfKeys(newFeatures)) {
    const created = await createFeature(writes, feature);
    if (created.ok) keys.set(pointer, created.value.key);
    else taken.set(pointer, created.error.message);
  }
  return taken.size === 0 ? accepted(nameFeatures(version, keys)) : refuseTaken(newFeatures, taken);
}

const inOrderOfKeys = (
  newFeatures: NewFeatures,
): readonly { readonly pointer: string; readonly feature: NewFeature; readonly key: string }[] =>
  [...newFeatures]
    .map(([pointer, feature]) => ({ pointer, feature, key: keyFor(feature) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

function nameFeatures(version: OfferingVersion, keys: ReadonlyMap<string, string>): OfferingVersion {
  if (keys.size === 0) return version;
  const rateCards = placedCards(version).map(({ card, pointer }) => {
    const featureKey = keys.get(pointer);
    return featureKey === undefined ? card : { ...card, featureKey };
  });
  return { ...version, rateCards };
}

function refuseTaken(newFeatures: NewFeatures, taken: ReadonlyMap<string, string>): Result<never> {
  const issues = [...newFeatures.keys()].flatMap((pointer): readonly Issue[] => {
    const detail = taken.get(pointer);
    return detail === undefined ? [] : [{ pointer: `${pointer}/feature/key`, code: 'key_already_used', detail }];
  });
  return keyAlreadyUsed({ issues });
}
