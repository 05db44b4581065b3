import type { RateCardInput } from '../../contracts/wire/catalogue/rate-card.ts';
import { accepted, type Issue, refused, type Result } from '../../domain/refusal.ts';
import { fromApiFeature } from '../../api/catalogue/feature.convert.ts';
import { createFeature } from './create-feature.ts';
import { keyFor } from './keyed-insert.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/** A rate card as it came, with its JSON pointer. */
export interface StatedCard {
  readonly card: RateCardInput;
  readonly pointer: string;
}

/** The keys of the features that rate cards brought along. */
type FeatureKeys = ReadonlyMap<RateCardInput, string>;

/**
 * Creates the features that rate cards bring along (rule 0-10), and answers their keys. They are inserted in the order of their
 * keys, whatever that of the cards, so that of two writes with the same features the later waits and neither waits for the other.
 * Refuses `key_already_used` with an issue for each card whose feature has a key that is taken, in the order of the cards.
 * @rule 0-10
 */
export async function createInlineFeatures(
  writes: CatalogueWrites,
  stated: readonly StatedCard[],
): Promise<Result<FeatureKeys>> {
  const keys = new Map<RateCardInput, string>();
  const taken = new Map<RateCardInput, string>();
  for (const { card, feature } of broughtAlong(stated)) {
    const created = await createFeature(writes, feature);
    if (created.ok) keys.set(card, created.value.key);
    else taken.set(card, created.error.message);
  }
  return taken.size === 0 ? accepted(keys) : refuseTaken(stated, taken);
}

/** A rate card that names the feature that it brought along. */
export function nameFeature({ feature, ...card }: RateCardInput, key: string | undefined): RateCardInput {
  return feature === undefined || key === undefined ? card : { ...card, featureKey: key };
}

const broughtAlong = (stated: readonly StatedCard[]) =>
  stated
    .flatMap(({ card }) => (card.feature === undefined ? [] : [{ card, feature: fromApiFeature(card.feature) }]))
    .map((stated) => ({ ...stated, key: keyFor(stated.feature) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

function refuseTaken(stated: readonly StatedCard[], taken: ReadonlyMap<RateCardInput, string>): Result<never> {
  const issues = stated.flatMap(({ card, pointer }): readonly Issue[] => {
    const detail = taken.get(card);
    return detail === undefined ? [] : [{ pointer: `${pointer}/feature/key`, code: 'key_already_used', detail }];
  });
  return refused('key_already_used', issues.map(({ detail }) => detail).join('; '), { issues });
}
