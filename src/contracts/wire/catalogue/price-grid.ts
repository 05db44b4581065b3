import { z } from 'zod';
import { frequencyText } from './frequency.ts';
import { priceModelViewShape } from './price-model.ts';
import { priceView } from './price.ts';
import { cadence, currency, decimal } from '../shared/scalars.ts';

export const priceGridQuery = z.strictObject({
  version: z.enum(['newest', 'launched']).default('newest').describe('The newest version, or the one that is on sale.'),
  state: z.enum(['all', 'active', 'archived']).default('all'),
  currency: currency.exactOptional(),
  frequency: frequencyText.exactOptional().describe('Such as 1-month; oneTime for prices that are charged once.'),
  model: priceModelViewShape.model.exactOptional(),
  minAmount: decimal.exactOptional().describe('The least that the amount, or that of any tier, is.'),
  maxAmount: decimal.exactOptional().describe('The most that the amount, or that of any tier, is.'),
  taxable: z.enum(['true', 'false']).exactOptional().describe('false asks for prices that bear no tax.'),
  sort: z
    .enum(['currency', '-currency'], 'a price grid is sorted by currency or -currency only')
    .exactOptional()
    .describe('Rows are in the order of the rate cards unless told.'),
});
export type PriceGridQuery = z.output<typeof priceGridQuery>;

const columnView = z.union([cadence, z.literal('oneTime')]);

const cellView = z
  .object({
    rateCardKey: z.string(),
    currency: z.string(),
    cadence: columnView,
    price: priceView.nullable().describe('Null is a gap: there is no price for this currency and cadence.'),
  })
  .meta({ id: 'PriceCell' });

export const priceGridView = z
  .object({
    key: z.string(),
    version: z.int(),
    cadences: z
      .array(columnView)
      .describe('The columns: your billing frequencies, others that occur, and one for prices that are charged once.'),
    rows: z.array(
      z.object({
        rateCardKey: z.string(),
        phase: z.string().nullable().describe('The phase of the plan in which it is charged; null in every phase.'),
        currency: z.string(),
        cells: z.array(cellView),
      }),
    ),
  })
  .meta({ id: 'PriceGrid', description: 'All prices of one version by currency and cadence.' });
export type PriceGridView = z.input<typeof priceGridView>;
