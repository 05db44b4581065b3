import { z } from 'zod';
import { frequencyText } from './frequency.ts';
import { priceModelViewShape } from './price-model.ts';
import { priceView } from './price.ts';
import { cadence, currency, decimal } from '../shared/scalars.ts';

export const priceGridQuery = z.strictObject({
  version: z.enum(['newest', 'launched']).default('newest').describe('The newest version, or the version on sale.'),
  state: z.enum(['all', 'active', 'archived']).default('all'),
  currency: currency.exactOptional(),
  frequency: frequencyText.exactOptional().describe('Such as 1-month, or oneTime.'),
  model: priceModelViewShape.model.exactOptional(),
  minAmount: decimal.exactOptional().describe('The minimum of the amount, or of that of any tier.'),
  maxAmount: decimal.exactOptional().describe('The maximum of the amount, or of that of any tier.'),
  taxable: z.enum(['true', 'false']).exactOptional().describe('false selects tax-exempt prices.'),
  sort: z
    .enum(['currency', '-currency'], 'must be "currency" or "-currency"')
    .exactOptional()
    .describe('The order of the rows; by default that of the rate cards.'),
});
export type PriceGridQuery = z.output<typeof priceGridQuery>;

const columnView = z.union([cadence, z.literal('oneTime')]);

const cellView = z
  .object({
    rateCardKey: z.string(),
    currency: z.string(),
    cadence: columnView,
    price: priceView.nullable().describe('Null if there is no price in this currency and cadence, a gap.'),
  })
  .meta({ id: 'PriceCell' });

export const priceGridView = z
  .object({
    key: z.string(),
    version: z.int(),
    cadences: z.array(columnView).describe('The columns: your billing frequencies, other cadences of the prices, and oneTime.'),
    rows: z.array(
      z.object({
        rateCardKey: z.string(),
        phase: z.string().nullable().describe('The phase of the plan that charges it; null if all phases do.'),
        currency: z.string(),
        cells: z.array(cellView),
      }),
    ),
  })
  .meta({ id: 'PriceGrid', description: 'All prices of one version by currency and cadence.' });
export type PriceGridView = z.input<typeof priceGridView>;
