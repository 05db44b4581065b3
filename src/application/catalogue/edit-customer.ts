import { changeCustomer, type CustomerChange } from '../../domain/customer/change-customer.ts';
import type { Customer } from '../../domain/customer/customer.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { findExpected } from '../expected-revision.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { Edit } from './edit.ts';

/** Edits a customer, given by id or key. Refuses `customer_in_use` for fields that its subscriptions have copied. */
export async function editCustomer(
  writes: CatalogueWrites,
  { name, expected, change }: Edit<CustomerChange>,
): Promise<Result<Customer>> {
  const found = findExpected(await writes.lockCustomer(name), { kind: 'customer', name, expected });
  if (!found.ok) return found;
  const changed = changeCustomer(found.value, change, await writes.findCustomerUse(found.value.id));
  return changed.ok ? accepted(await writes.saveCustomer(changed.value)) : changed;
}
