import { ownValue } from '../../own-value.ts';
import { changeCustomFields, type CustomFieldsChange } from '../model/custom-fields.ts';
import type { AddOnVersion, OfferingPresentation, OfferingVersion } from '../model/offering.ts';
import type { EditablePrice, PricePoint, PricePresentation, RateCard } from '../model/rate-card.ts';

/** An edit of a price: its editable fields and, if a policy allows it, its amount (semantics row 18). Absent fields stay. */
export interface PriceEdit extends Partial<Omit<EditablePrice, 'presentation'>> {
  readonly presentation: Partial<PricePresentation>;
  /** Of a flat price. */
  readonly amount?: string;
  /** Of a price per unit. */
  readonly unitAmount?: string;
}

/** An edit of an offering in place (semantics row 20). Absent fields stay. */
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

/** Edits a version in place. Ignores amounts, and rate cards and prices that the version does not have. */
export function editVersion<V extends OfferingVersion>(version: V, edit: OfferingEdit): V {
  const { texts, visibility, customFields = {} } = edit;
  const rateCards = version.rateCards.map((card) => ({
    ...card,
    ...ownValue(edit.rateCards, card.key),
    prices: card.prices.map((price) => {
      const change = ownValue(edit.prices, price.key);
      return change === undefined ? price : editPrice(price, change);
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

const editPrice = (price: PricePoint, { presentation, tax = price.tax, archived = price.archived }: PriceEdit): PricePoint => ({
  ...price,
  presentation: { ...price.presentation, ...presentation },
  tax,
  archived,
});
