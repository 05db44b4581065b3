import type { Customer, NewCustomer } from '../../domain/customer/customer.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { keyAlreadyUsed } from '../../domain/refusals/catalogue.ts';
import { newId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/** Creates a customer. The default time zone is UTC (semantics row 36). Refuses `key_already_used`. */
export async function createCustomer(writes: CatalogueWrites, customer: NewCustomer): Promise<Result<Customer>> {
  const made = { ...customer, timeZone: customer.timeZone ?? 'UTC', id: newId('cus'), revision: 1 };
  if ((await writes.insertCustomer(made)) === 'inserted') return accepted(made);
  return keyAlreadyUsed({ key: made.key ?? made.id });
}
