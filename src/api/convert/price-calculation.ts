import type { CalculateAnswer, CalculatedPrice, CalculationInput } from '../../contracts/wire/price-calculation.ts';
import { toPriceModel } from '../../contracts/wire/price-model.ts';
import { roundToMoney } from '../../domain/money/money.ts';
import { derivePrice } from '../../domain/pricing/derive-price.ts';
import { explainPrice } from '../../domain/pricing/explain-price.ts';
import type { AdjustedPrice } from '../../domain/pricing/price-quantity.ts';
import { toApiPriceWorking } from './price-working.ts';

/** A price to calculate with: its currency, and its id where it is stored. */
export type PriceToCalculate = AdjustedPrice & { readonly id: string | null; readonly currency: string };

/** The price of a calculation that brings its own. */
export const fromInlinePrice = (price: NonNullable<CalculationInput['price']>): PriceToCalculate => ({
  ...toPriceModel(price),
  id: null,
  currency: price.currency,
});

/** What the quantities of one calculation cost, with the derivation of each. */
export function toApiCalculation(
  price: PriceToCalculate,
  { quantity, quantities, cycle }: Pick<CalculationInput, 'quantity' | 'quantities' | 'cycle'>,
): CalculateAnswer['calculations'][number] {
  const asked = quantities ?? (quantity === undefined ? [] : [quantity]);
  return {
    priceId: price.id,
    currency: price.currency,
    model: price.model,
    cycle,
    results: asked.map((each) => toApiCalculatedPrice(price, { quantity: each, cycle })),
  };
}

function toApiCalculatedPrice(
  price: PriceToCalculate,
  { quantity, cycle }: { readonly quantity: string; readonly cycle: number },
): CalculatedPrice {
  const derived = derivePrice(price, quantity, { cycle });
  return {
    ...toApiPriceWorking(derived),
    unitAmount: derived.unitAmount,
    amount: roundToMoney(derived.exactAmount, price.currency),
    formula: derived.formula,
    explanation: [...explainPrice(derived, price.currency)],
  };
}
