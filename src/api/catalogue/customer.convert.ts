import type { CustomerInput, CustomerView } from '../../contracts/wire/catalogue/customer.ts';
import type { Customer, NewCustomer } from '../../domain/customer/customer.ts';
import { fromApiKey } from './key.convert.ts';

export const fromApiCustomer = (input: CustomerInput): NewCustomer => ({
  key: fromApiKey(input),
  name: input.name,
  email: input.email ?? null,
  currency: input.currency ?? null,
  timeZone: input.timeZone ?? null,
  accountType: input.accountType ?? null,
});

export const toApiCustomer = ({ id, revision, key, name, email, currency, timeZone, accountType }: Customer): CustomerView => ({
  id,
  revision,
  key,
  name,
  email,
  currency,
  timeZone,
  accountType,
});
