import { z } from 'zod';
import { listOf } from '../shared/list.ts';
import { currency, key, name, newKey, timeZone } from '../shared/scalars.ts';

const email = z.email().max(320);

export const customerInput = z
  .strictObject({
    key: newKey.describe('Your own key for the customer; null if it is left out.'),
    name,
    email: email.exactOptional(),
    currency: currency.exactOptional(),
    timeZone: timeZone.exactOptional().describe('The time zone of billing dates; UTC if it is left out.'),
    accountType: key
      .exactOptional()
      .describe('Your own name for a kind of customer; add-ons can be restricted to some account types.'),
  })
  .meta({ id: 'CustomerInput' });
export type CustomerInput = z.output<typeof customerInput>;

export const customerEdit = z
  .strictObject({
    name,
    email: email.nullable(),
    currency: currency.nullable().describe('Cannot change once the customer has had a subscription.'),
    timeZone: timeZone.describe('Cannot change while a subscription of the customer runs.'),
    accountType: key.nullable().describe('Applies to purchases from now on.'),
  })
  .partial()
  .meta({ id: 'CustomerEdit', description: 'The fields to change; a field that is left out stays as it is, null clears it.' });

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
