import { ownValue } from '../../own-value.ts';
import type { Issue } from '../../refusal.ts';
import { duplicateKeySentence, quoted } from '../../refusals/words.ts';
import type { PlacedCard } from '../model/card-places.ts';
import type { LaunchFacts } from '../model/launch-facts.ts';
import { describePair } from '../model/price-lookup.ts';
import type { RateCard } from '../model/rate-card.ts';
import { findRepeated } from '../model/find-repeated.ts';
import { isOnSale } from '../model/sale-pairs.ts';

type Features = LaunchFacts['features'];

/** The issues of each rate card: no content, its feature, or two prices for the same currency and cadence (rules 1-3, 3-13). */
export const rateCardIssues = (cards: readonly PlacedCard[], features: Features): readonly Issue[] =>
  cards.flatMap(({ card, pointer }) => [
    ...emptyIssues(card, pointer),
    ...featureIssues(card, pointer, features),
    ...duplicatePrices(card, pointer),
  ]);

const emptyIssues = ({ key, entitlement, prices }: RateCard, pointer: string): readonly Issue[] =>
  entitlement === null && prices.length === 0
    ? [{ pointer, code: 'empty_rate_card', detail: `The rate card ${quoted(key)} needs a price or an entitlement.` }]
    : [];

function featureIssues({ key, featureKey, entitlement }: RateCard, pointer: string, features: Features): readonly Issue[] {
  const at = `${pointer}/featureKey`;
  if (featureKey === null)
    return entitlement === null
      ? []
      : [
          {
            pointer: at,
            code: 'feature_required',
            detail: `The entitlement of ${quoted(key)} needs a feature: name it in \`featureKey\`.`,
          },
        ];
  const feature = ownValue(features, featureKey);
  if (feature === undefined)
    return [
      { pointer: at, code: 'feature_not_found', detail: `The feature ${quoted(featureKey)} was not found: create it first.` },
    ];
  if (entitlement === null || entitlement.kind === feature.kind) return [];
  return [
    {
      pointer: `${pointer}/entitlement/kind`,
      code: 'entitlement_kind_mismatch',
      detail: `The feature ${quoted(featureKey)} is ${feature.kind}, so the entitlement of ${quoted(key)} must be ${feature.kind} too, not ${entitlement.kind}.`,
    },
  ];
}

/** Prices on sale of one card with the same currency and cadence, which would be ambiguous. @rule 3-13 */
export function duplicatePrices({ key, prices }: RateCard, pointer: string): readonly Issue[] {
  const onSale = prices.flatMap((price, index) => (isOnSale(price) ? [{ price, index }] : []));
  return findRepeated(onSale, ({ price }) => describePair(price)).map(({ item, value }) => ({
    pointer: `${pointer}/prices/${item.index}`,
    code: 'duplicate_price',
    detail: `The rate card ${quoted(key)} has two prices in ${value}: archive one or leave it out.`,
  }));
}

/** Duplicate keys of rate cards and prices in one version, including all phases and archived prices. */
export function keyIssues(cards: readonly PlacedCard[]): readonly Issue[] {
  const prices = cards.flatMap(({ card, pointer }) =>
    card.prices.map(({ key }, index) => ({ key, pointer: `${pointer}/prices/${index}/key` })),
  );
  return [
    ...findRepeated(cards, ({ card }) => card.key).map(({ item, value }) => ({
      pointer: `${item.pointer}/key`,
      code: 'duplicate_key',
      detail: duplicateKeySentence('rate cards', value),
    })),
    ...findRepeated(prices, ({ key }) => key).map(({ item, value }) => ({
      pointer: item.pointer,
      code: 'duplicate_key',
      detail: duplicateKeySentence('prices', value),
    })),
  ];
}
