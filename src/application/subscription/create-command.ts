import { accepted, type Result } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import type { Create } from '../../domain/subscription/model/commands.ts';
import type { CustomerReads } from '../ports/catalogue.ts';
import type { Tenant } from '../ports/tenants.ts';

/** The order of a customer, given by id or key. */
export type Order = Omit<Create, 'type' | 'timeZone' | 'accountType' | 'clock'> & {
  /** Whether a sandbox subscription runs in real time. */
  readonly runsInRealTime: boolean;
};

/**
 * Converts an order to a create command, with the time zone and account type of the customer. A sandbox subscription runs in real
 * time only on request, a live one always. Refuses `not_found` for the customer.
 */
export async function toCreateCommand(
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
