import { z } from 'zod';
import { offeringKinds } from '../../../domain/catalogue/model/offering.ts';
import { instancesNeedFlatPrice } from '../../../domain/refusals/words.ts';
import { priceWorkingShape } from './price-working.ts';
import { checkPriceModel, priceModelUnion, priceModelViewShape } from './price-model.ts';
import { currency, id, key, money, quantityIn } from '../shared/scalars.ts';

const maxCalculations = 1000;
/** Each quantity may have a hundred steps. */
const maxQuantities = 2000;

const inlinePrice = priceModelUnion({ currency }).superRefine(checkPriceModel).meta({
  id: 'InlinePrice',
  description: 'A price that is not stored: its model, its currency and its adjustments.',
});

const offeredPrice = z
  .strictObject({
    offeringKind: z.enum(offeringKinds),
    key,
    version: z.int().min(1).exactOptional().describe('By default the launched version, or the newest if none is launched.'),
    priceKey: key,
  })
  .meta({ id: 'OfferedPrice', description: 'A price of an offering, by its key.' });

const calculation = z
  .strictObject({
    price: inlinePrice.exactOptional(),
    priceId: id.exactOptional(),
    offering: offeredPrice.exactOptional(),
    quantity: quantityIn.exactOptional(),
    quantities: z.array(quantityIn).min(1).max(1000).exactOptional(),
    instances: z
      .int()
      .min(1)
      .max(1_000_000)
      .exactOptional()
      .describe('The number of instances that pay a flat price; for other prices, the quantity is the number of instances.'),
    cycle: z.int().min(1).default(1).describe('The billing cycle to price; some discounts apply to the first cycles only.'),
  })
  .superRefine((value, context) => {
    if (value.instances !== undefined && value.price !== undefined && value.price.model !== 'flat')
      context.addIssue({ code: 'custom', path: ['instances'], message: instancesNeedFlatPrice });
    if ([value.price, value.priceId, value.offering].filter((given) => given !== undefined).length !== 1)
      context.addIssue({ code: 'custom', path: ['price'], message: 'Give exactly one of `price`, `priceId` and `offering`.' });
    if ((value.quantity === undefined) === (value.quantities === undefined))
      context.addIssue({ code: 'custom', path: ['quantity'], message: 'Give exactly one of `quantity` and `quantities`.' });
  });
export type CalculationInput = z.output<typeof calculation>;

export const calculateInput = z
  .strictObject({ calculations: z.array(calculation).min(1).max(maxCalculations) })
  .superRefine(({ calculations }, context) => {
    const prices = calculations.reduce((sum, { quantities }) => sum + (quantities?.length ?? 1), 0);
    if (prices > maxQuantities)
      context.addIssue({
        code: 'custom',
        path: ['calculations'],
        message: `A request can have at most ${maxQuantities} quantities, not ${prices}: split it.`,
      });
  })
  .meta({ id: 'CalculateInput' });

const calculatedPrice = z
  .object({
    ...priceWorkingShape,
    unitAmount: z.string().nullable().describe('The price of one unit; null if no single unit price applies.'),
    amount: money,
    formula: z.string(),
    explanation: z.array(z.string()).describe('The calculation, one sentence for each step.'),
  })
  .meta({ id: 'CalculatedPrice' });
export type CalculatedPrice = z.output<typeof calculatedPrice>;

export const calculateAnswer = z
  .object({
    calculations: z.array(
      z.object({
        priceId: z.string().nullable(),
        currency: z.string(),
        model: priceModelViewShape.model,
        cycle: z.int(),
        results: z.array(calculatedPrice).describe('One for each quantity, in the order of the request.'),
      }),
    ),
  })
  .meta({ id: 'CalculateAnswer' });
export type CalculateAnswer = z.output<typeof calculateAnswer>;
