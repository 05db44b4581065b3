import { accepted, type Issue, type Result } from '../refusal.ts';
import { customerInUse } from '../refusals/catalogue.ts';
import type { Customer } from './customer.ts';

/** A change of a customer: absent fields stay. */
export type CustomerChange = Partial<Omit<Customer, 'id' | 'key' | 'revision'>>;

/** The subscriptions of a customer: none ever, all ended, or at least one that runs or will start. */
export type CustomerUse = 'none' | 'ended' | 'running';

/**
 * Changes a customer; absent fields stay. The currency is fixed once there was a subscription, the time zone while one runs. A new
 * account type affects later purchases only, since subscriptions copy it. Refuses `customer_in_use` with all issues; pointers are
 * into the change.
 */
export function changeCustomer(customer: Customer, change: CustomerChange, use: CustomerUse): Result<Customer> {
  const next: Customer = { ...customer, ...change };
  const issues: Issue[] = [];
  const isOther = (field: 'currency' | 'timeZone'): boolean => next[field] !== customer[field];
  if (use !== 'none' && customer.currency !== null && isOther('currency'))
    issues.push({
      pointer: '/currency',
      code: 'currency_in_use',
      detail: `The customer has subscriptions, so \`currency\` stays ${customer.currency}.`,
    });
  if (use === 'running' && isOther('timeZone'))
    issues.push({
      pointer: '/timeZone',
      code: 'time_zone_in_use',
      detail: `A subscription of the customer runs in ${customer.timeZone}: change \`timeZone\` when none runs.`,
    });
  if (issues.length === 0) return accepted(next);
  return customerInUse(issues);
}
