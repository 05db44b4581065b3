import { ownValue } from '../../own-value.ts';
import { changeCustomFields, type CustomFieldsChange } from '../model/custom-fields.ts';
import type { AddOnVersion, OfferingPresentation, OfferingVersion } from '../model/offering.ts';
import type { PricePresentation, RateCard } from '../model/rate-card.ts';

/** Another reading of a price and, where a policy lets it, another amount (semantics row 18). What is absent stays. */
export interface PriceEdit {
  readonly presentation: Partial<PricePresentation>;
  /** Of a flat price. */
  readonly amount?: string;
  /** Of a price per unit. */
  readonly unitAmount?: string;
}

/** What is edited of an offering in place (semantics row 20). What is absent stays. */
export interface OfferingEdit {
  readonly texts: Partial<Omit<OfferingPresentation, 'customFields'>>;
  /** Of an add-on. */
  readonly visibility?: AddOnVersion['visibility'];
  readonly customFields?: CustomFieldsChange;
  /** By the keys of the rate cards. */
  readonly rateCards: Readonly<Record<string, Pick<RateCard, 'name'>>>;
  /** By the keys of the prices. */
  readonly prices: Readonly<Record<string, PriceEdit>>;
}

/** A version as it reads after an edit; rate cards and prices that it does not have are left out, and amounts stay. */
export function editVersion<V extends OfferingVersion>(version: V, edit: OfferingEdit): V {
  const { texts, visibility, customFields = {} } = edit;
  const rateCards = version.rateCards.map((card) => ({
    ...card,
    ...ownValue(edit.rateCards, card.key),
    prices: card.prices.map((price) => {
      const change = ownValue(edit.prices, price.key);
      return change === undefined ? price : { ...price, presentation: { ...price.presentation, ...change.presentation } };
    }),
  }));
  return {
    ...version,
    ...texts,
    ...(visibility === undefined ? {} : { visibility }),
    customFields: changeCustomFields(version.customFields, customFields),
    rateCards,
  };
}
