import { accepted, type Result } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import type { Create } from '../../domain/subscription/model/commands.ts';
import type { CustomerReads } from '../ports/catalogue.ts';
import type { Tenant } from '../ports/tenants.ts';

/** What a customer, who is named by id or by key, is to be sold. */
export type Order = Omit<Create, 'type' | 'timeZone' | 'accountType' | 'clock'> & {
  /** Whether a subscription of a sandbox runs in real time. */
  readonly runsInRealTime: boolean;
};

/**
 * The command that an order is: what the subscription takes over of its customer is looked up. A sandbox stands still unless it is
 * told to run in real time; a live subscription always runs. Refuses `not_found` where there is no such customer.
 */
export async function creationOf(
  customers: CustomerReads,
  tenant: Tenant,
  { runsInRealTime, ...order }: Order,
): Promise<Result<Create>> {
  const customer = await customers.findCustomer(tenant.id, order.customerId);
  if (customer === null) return notFound({ kind: 'customer', name: order.customerId });
  return accepted({
    type: 'create',
    ...order,
    customerId: customer.id,
    timeZone: customer.timeZone,
    ...(customer.accountType === null ? {} : { accountType: customer.accountType }),
    clock: tenant.mode === 'sandbox' && !runsInRealTime ? 'sandbox' : 'wall',
  });
}
