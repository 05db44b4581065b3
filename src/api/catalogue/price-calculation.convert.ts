import type { CalculateAnswer, CalculatedPrice, CalculationInput } from '../../contracts/wire/catalogue/price-calculation.ts';
import { toPriceModel } from '../../contracts/wire/catalogue/price-model.ts';
import { roundToMoney } from '../../domain/money/money.ts';
import { derivePrice } from '../../domain/pricing/derive-price.ts';
import { explainPrice } from '../../domain/pricing/explain-price.ts';
import type { AdjustedPrice, PricingTerms } from '../../domain/pricing/price-quantity.ts';
import { flatMapYielding } from '../../application/yielding.ts';
import { toApiPriceWorking } from './price-working.convert.ts';

/** A price to calculate with: its currency, and its id where it is stored. */
export type PriceToCalculate = AdjustedPrice & { readonly id: string | null; readonly currency: string };

/** The price of a calculation that brings its own. */
export const fromInlinePrice = (price: NonNullable<CalculationInput['price']>): PriceToCalculate => ({
  ...toPriceModel(price),
  id: null,
  currency: price.currency,
});

type Calculation = Pick<CalculationInput, 'quantity' | 'quantities' | 'instances' | 'cycle'>;

const termsOf = ({ instances = 1, cycle }: Calculation): Required<PricingTerms> => ({ instances: String(instances), cycle });

/** What the quantities of one calculation cost, with the derivation of each. */
export function toApiCalculation(price: PriceToCalculate, calculation: Calculation): CalculateAnswer['calculations'][number] {
  const { cycle } = calculation;
  return {
    priceId: price.id,
    currency: price.currency,
    model: price.model,
    cycle,
    results: quantitiesOf(calculation).map((each) => toApiCalculatedPrice(price, { quantity: each, ...termsOf(calculation) })),
  };
}

/** The same, while others are served. */
export async function calculateYielding(
  price: PriceToCalculate,
  calculation: Calculation,
): Promise<CalculateAnswer['calculations'][number]> {
  const none = toApiCalculation(price, { ...calculation, quantities: [] });
  const results = await flatMapYielding(quantitiesOf(calculation), (quantity) => [
    toApiCalculatedPrice(price, { quantity, ...termsOf(calculation) }),
  ]);
  return { ...none, results: [...results] };
}

/** How many steps a calculation has at most: its quantities, each in every tier where all that a quantity reaches are charged. */
export const stepsOf = (price: PriceToCalculate, calculation: Pick<CalculationInput, 'quantity' | 'quantities'>): number =>
  quantitiesOf(calculation).length *
  (price.model === 'tiered' || price.model === 'tieredPackage' ? Math.max(price.tiers.length, 1) : 1);

const quantitiesOf = ({ quantity, quantities }: Pick<CalculationInput, 'quantity' | 'quantities'>): readonly string[] =>
  quantities ?? (quantity === undefined ? [] : [quantity]);

function toApiCalculatedPrice(
  price: PriceToCalculate,
  { quantity, ...terms }: { readonly quantity: string } & PricingTerms,
): CalculatedPrice {
  const derived = derivePrice(price, quantity, terms);
  return {
    ...toApiPriceWorking(derived),
    unitAmount: derived.unitAmount,
    amount: roundToMoney(derived.exactAmount, price.currency),
    formula: derived.formula,
    explanation: [...explainPrice(derived, price.currency)],
  };
}
