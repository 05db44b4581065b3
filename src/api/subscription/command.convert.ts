import type { CommandInput, CreateInput } from '../../contracts/wire/subscription/command.ts';
import type { CommandOnExisting, Create } from '../../domain/subscription/model/commands.ts';
import type { Tenant } from '../../application/ports/tenants.ts';
import type { Customer } from '../../domain/customer/customer.ts';

/** A command as it came, already of the shape of the domain: the wire form differs only in what parsing has settled. */
export const fromApiCommand = (input: CommandInput): CommandOnExisting => input;

/** An order. A sandbox stands still unless it is told to run in real time; a live subscription always runs. */
export function fromApiOrder(
  input: CreateInput,
  { customer, tenant }: { readonly customer: Customer; readonly tenant: Tenant },
): Create {
  const { runsInRealTime, ...order } = input;
  return {
    type: 'create',
    ...order,
    customerId: customer.id,
    timeZone: customer.timeZone,
    ...(customer.accountType === null ? {} : { accountType: customer.accountType }),
    clock: tenant.mode === 'sandbox' && !runsInRealTime ? 'sandbox' : 'wall',
  };
}
