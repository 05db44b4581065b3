import { z } from 'zod';
import { listOf } from './list.ts';
import { currency, key, name, newKey, timeZone } from './scalars.ts';

export const customerInput = z
  .strictObject({
    key: newKey.describe('A name of your own for the customer; stays empty when it is left out.'),
    name,
    email: z.email().max(320).exactOptional(),
    currency: currency.exactOptional(),
    timeZone: timeZone.exactOptional().describe('The zone whose wall clock billing follows; UTC when it is left out.'),
    accountType: key
      .exactOptional()
      .describe('A name of your own for this kind of account; add-ons may be sold to some kinds only.'),
  })
  .meta({ id: 'CustomerInput' });
export type CustomerInput = z.output<typeof customerInput>;

export const customerView = z
  .object({
    id: z.string(),
    revision: z.int(),
    key: key.nullable(),
    name: z.string(),
    email: z.string().nullable(),
    currency: z.string().nullable(),
    timeZone: z.string(),
    accountType: z.string().nullable(),
  })
  .meta({ id: 'Customer' });
export type CustomerView = z.output<typeof customerView>;

export const customerList = listOf(customerView, 'CustomerList');
