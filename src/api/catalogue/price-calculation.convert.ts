import type {
  CalculatedPrices,
  Calculation,
  PriceToCalculate,
  CalculationTerms,
} from '../../application/catalogue/calculate-prices.ts';
import { flatMapYielding } from '../../application/yielding.ts';
import type { CalculateAnswer, CalculatedPrice, CalculationInput } from '../../contracts/wire/catalogue/price-calculation.ts';
import { toPriceModel } from '../../contracts/wire/catalogue/price-model.ts';
import { invariant } from '../../domain/invariant.ts';
import { roundToMoney } from '../../domain/money/money.ts';
import type { PriceDerivation } from '../../domain/pricing/derive-price.ts';
import { explainPrice } from '../../domain/pricing/explain-price.ts';
import { toApiPriceWorking } from './price-working.convert.ts';

export const fromApiCalculation = (input: CalculationInput): Calculation => ({
  price: fromApiNamedPrice(input),
  ...fromApiQuantities(input),
});

/** The contract requires exactly one of the three. */
function fromApiNamedPrice({ price, priceId, offering }: CalculationInput): Calculation['price'] {
  if (price !== undefined) return { by: 'terms', price: fromInlinePrice(price) };
  if (priceId !== undefined) return { by: 'id', id: priceId };
  invariant(offering, 'a calculation names its price');
  const { offeringKind: kind, key, version = null, priceKey } = offering;
  return { by: 'key', kind, key, version, priceKey };
}

/** The quantities of a calculation, with instances and billing cycle. */
export const fromApiQuantities = ({ quantity, quantities, instances, cycle }: CalculationInput): CalculationTerms => ({
  quantities: quantities ?? (quantity === undefined ? [] : [quantity]),
  instances: instances ?? null,
  cycle,
});

/** The inline price of a calculation. */
export const fromInlinePrice = (price: NonNullable<CalculationInput['price']>): PriceToCalculate => ({
  ...toPriceModel(price),
  id: null,
  currency: price.currency,
});

/** The wire form of one calculation. Yields to other requests between quantities. */
export async function toApiCalculation({
  price,
  cycle,
  results,
}: CalculatedPrices): Promise<CalculateAnswer['calculations'][number]> {
  const { id: priceId, currency, model } = price;
  const explained = await flatMapYielding(results, (derived) => [toApiCalculatedPrice(derived, currency)]);
  return { priceId, currency, model, cycle, results: [...explained] };
}

const toApiCalculatedPrice = (derived: PriceDerivation, currency: string): CalculatedPrice => ({
  ...toApiPriceWorking(derived),
  unitAmount: derived.unitAmount,
  amount: roundToMoney(derived.exactAmount, currency),
  formula: derived.formula,
  explanation: [...explainPrice(derived, currency)],
});
