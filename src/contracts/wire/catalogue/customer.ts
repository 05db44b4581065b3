import { z } from 'zod';
import { listOf } from '../shared/list.ts';
import { currency, key, name, newKey, timeZone } from '../shared/scalars.ts';

const email = z.email().max(320);

export const customerInput = z
  .strictObject({
    key: newKey.describe('A name of your own for the customer; stays empty when it is left out.'),
    name,
    email: email.exactOptional(),
    currency: currency.exactOptional(),
    timeZone: timeZone.exactOptional().describe('The zone whose wall clock billing follows; UTC when it is left out.'),
    accountType: key
      .exactOptional()
      .describe('A name of your own for this kind of account; add-ons may be sold to some kinds only.'),
  })
  .meta({ id: 'CustomerInput' });
export type CustomerInput = z.output<typeof customerInput>;

export const customerEdit = z
  .strictObject({
    name,
    email: email.nullable(),
    currency: currency.nullable().describe('Stays as soon as the customer has or had a subscription.'),
    timeZone: timeZone.describe('Stays while a subscription of the customer runs.'),
    accountType: key.nullable().describe('Counts for what is bought from now on.'),
  })
  .partial()
  .meta({ id: 'CustomerEdit', description: 'What is different; the rest stays and null takes away.' });

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
