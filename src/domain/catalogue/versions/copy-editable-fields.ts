import type { OfferingVersion } from '../model/offering.ts';
import { editableFields } from '../model/rate-card.ts';

/**
 * Returns a function that copies the texts of `like`, and the editable fields of the rate cards and prices that both versions have,
 * to another version of the offering. Its terms stay (semantics row 20).
 */
export function copyEditableFields(like: OfferingVersion): (version: OfferingVersion) => OfferingVersion {
  const { name, displayName, description, imageUrl, unit, customFields } = like;
  const texts = { name, displayName, description, imageUrl, unit, customFields };
  const editable = new Map(like.rateCards.flatMap(({ prices }) => prices.map((price) => [price.key, editableFields(price)])));
  const names = new Map(like.rateCards.map(({ key, name: cardName }) => [key, { name: cardName }]));
  return (version) => {
    const rateCards = version.rateCards.map((card) => ({
      ...card,
      ...names.get(card.key),
      prices: card.prices.map((price) => ({ ...price, ...editable.get(price.key) })),
    }));
    const presented = { ...version, ...texts, rateCards };
    return presented.kind === 'addOn' && like.kind === 'addOn' ? { ...presented, visibility: like.visibility } : presented;
  };
}
