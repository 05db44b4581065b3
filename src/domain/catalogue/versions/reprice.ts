import { compareDecimals } from '../../money/exact.ts';
import { ownValue } from '../../own-value.ts';
import { priceModelIssues } from '../../pricing/price-model-issues.ts';
import { accepted, type Issue, type Result } from '../../refusal.ts';
import { invalidOffering } from '../../refusals/catalogue.ts';
import { priceEditForbidden } from '../../refusals/prices.ts';
import { quoted } from '../../refusals/words.ts';
import type { PricePoint, RateCard } from '../model/rate-card.ts';

/** A new amount for a price. `id` is that of the new price; existing subscribers keep the old one (rule 3-43). */
export interface NewAmount {
  readonly id: string;
  readonly amount?: string;
  readonly unitAmount?: string;
}

/**
 * Sets new amounts by the keys of the prices, for a new version (rule 3-42, semantics row 18). Refuses `price_edit_forbidden` for
 * anything but existing flat and per-unit prices, and `invalid_offering` for an amount that the currency cannot have, with all
 * issues; pointers are `/prices/{key}/amount`. A price with an unchanged amount is the same object.
 * @rule 3-42
 */
export function reprice(cards: readonly RateCard[], amounts: Readonly<Record<string, NewAmount>>): Result<readonly RateCard[]> {
  const known = new Set(cards.flatMap(({ prices }) => prices.map(({ key }) => key)));
  const forbidden: Issue[] = Object.keys(amounts).flatMap((key) => (known.has(key) ? [] : [absent(key)]));
  const invalid: Issue[] = [];
  const repriced = cards.map((card) => ({
    ...card,
    prices: card.prices.map((price) => {
      const stated = ownValue(amounts, price.key);
      if (stated === undefined) return price;
      forbidden.push(...forbiddenFields(price, stated));
      const next = withAmount(price, stated);
      const issues = next === price ? [] : priceModelIssues(next, next.currency);
      invalid.push(...issues.map((issue) => ({ ...issue, pointer: `/prices/${price.key}${issue.pointer}` })));
      return next;
    }),
  }));
  if (forbidden.length > 0) return priceEditForbidden({ issues: forbidden });
  if (invalid.length > 0) return invalidOffering(invalid);
  return accepted(repriced);
}

const absent = (key: string): Issue => ({
  pointer: `/prices/${key}`,
  code: 'price_edit_forbidden',
  detail: `The newest version has no price ${quoted(key)}: launch or delete the draft first.`,
});

function forbiddenFields({ key, model }: PricePoint, stated: NewAmount): readonly Issue[] {
  const fields = (['amount', 'unitAmount'] as const).filter((field) => stated[field] !== undefined);
  return fields
    .filter((field) => field !== fieldOf(model))
    .map((field) => ({
      pointer: `/prices/${key}/${field}`,
      code: 'price_edit_forbidden',
      detail: `The price ${quoted(key)} is ${quoted(model)}, so its ${quoted(field)} cannot be edited in place: create a new version.`,
    }));
}

const fieldOf = (model: PricePoint['model']): 'amount' | 'unitAmount' | null =>
  model === 'flat' ? 'amount' : model === 'perUnit' ? 'unitAmount' : null;

function withAmount(price: PricePoint, { id, amount, unitAmount }: NewAmount): PricePoint {
  if (price.model === 'flat' && amount !== undefined && compareDecimals(amount, price.amount) !== 0)
    return { ...price, id, amount };
  if (price.model === 'perUnit' && unitAmount !== undefined && compareDecimals(unitAmount, price.unitAmount) !== 0)
    return { ...price, id, unitAmount };
  return price;
}
