import { z } from 'zod';
import { offeringKinds } from '../../../domain/catalogue/model/offering.ts';
import { priceWorkingShape } from './price-working.ts';
import { checkPriceModel, priceModelUnion, priceModelViewShape } from './price-model.ts';
import { currency, id, key, money, quantityIn } from '../shared/scalars.ts';

const mostCalculations = 1000;
/** Each of them may take a hundred steps to explain. */
const mostPrices = 2000;

const inlinePrice = priceModelUnion({ currency }).superRefine(checkPriceModel).meta({
  id: 'InlinePrice',
  description: 'A price that is stored nowhere: its model, its currency and what is applied around it.',
});

const offeredPrice = z
  .strictObject({
    offeringKind: z.enum(offeringKinds),
    key,
    version: z.int().min(1).exactOptional().describe('The launched version, or the newest where none is, unless told.'),
    priceKey: key,
  })
  .meta({ id: 'OfferedPrice', description: 'A price point of an offering, by its key.' });

/** Why a price that is not flat takes no instances. */
export const countedByQuantity = 'is for a flat price only: give the number of other instances as `quantity`';

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
      .describe('How many instances pay a flat price; other prices count instances by the quantity.'),
    cycle: z.int().min(1).default(1).describe('Which billing cycle is priced: some discounts are for the first ones.'),
  })
  .superRefine((value, context) => {
    if (value.instances !== undefined && value.price !== undefined && value.price.model !== 'flat')
      context.addIssue({ code: 'custom', path: ['instances'], message: countedByQuantity });
    if ([value.price, value.priceId, value.offering].filter((given) => given !== undefined).length !== 1)
      context.addIssue({ code: 'custom', path: ['price'], message: 'Give exactly one of `price`, `priceId` and `offering`.' });
    if ((value.quantity === undefined) === (value.quantities === undefined))
      context.addIssue({ code: 'custom', path: ['quantity'], message: 'Give exactly one of `quantity` and `quantities`.' });
  });
export type CalculationInput = z.output<typeof calculation>;

export const calculateInput = z
  .strictObject({ calculations: z.array(calculation).min(1).max(mostCalculations) })
  .superRefine(({ calculations }, context) => {
    const prices = calculations.reduce((sum, { quantities }) => sum + (quantities?.length ?? 1), 0);
    if (prices > mostPrices)
      context.addIssue({
        code: 'custom',
        path: ['calculations'],
        message: `A request takes at most ${mostPrices} quantities, not ${prices}: split it.`,
      });
  })
  .meta({ id: 'CalculateInput' });

const calculatedPrice = z
  .object({
    ...priceWorkingShape,
    unitAmount: z.string().nullable().describe('The price of one; null where one unit has no price of its own.'),
    amount: money,
    formula: z.string(),
    explanation: z.array(z.string()).describe('How it came about, a sentence for each step.'),
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
        results: z.array(calculatedPrice).describe('One for each quantity, in their order.'),
      }),
    ),
  })
  .meta({ id: 'CalculateAnswer' });
export type CalculateAnswer = z.output<typeof calculateAnswer>;
