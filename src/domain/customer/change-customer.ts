import { accepted, type Issue, refused, type Result } from '../refusal.ts';

/** What is known of a customer that subscriptions take over when they are created. */
interface CustomerTerms {
  readonly name: string;
  readonly email: string | null;
  readonly currency: string | null;
  readonly timeZone: string;
  readonly accountType: string | null;
}

/** A change of a customer: what is absent stays. */
export type CustomerChange = Partial<CustomerTerms>;

/** The subscriptions of a customer: none ever, all ended, or one that runs or will. */
export type CustomerUse = 'none' | 'ended' | 'running';

/**
 * A customer after a change; what is absent stays. An account type counts for what is bought from now on, since subscriptions took
 * over the one that there was. A currency stays as soon as there was a subscription, and a zone while one runs, whose periods are
 * counted in it: refuses `customer_in_use` with all issues; pointers are into the change.
 */
export function changeCustomer<C extends CustomerTerms>(customer: C, change: CustomerChange, use: CustomerUse): Result<C> {
  const next: C = { ...customer, ...change };
  const issues: Issue[] = [];
  const isOther = (field: 'currency' | 'timeZone'): boolean => next[field] !== customer[field];
  if (use !== 'none' && customer.currency !== null && isOther('currency'))
    issues.push({
      pointer: '/currency',
      code: 'currency_in_use',
      detail: `${customer.name} has subscriptions, so the currency stays ${customer.currency}`,
    });
  if (use === 'running' && isOther('timeZone'))
    issues.push({
      pointer: '/timeZone',
      code: 'time_zone_in_use',
      detail: `the periods of a running subscription are counted in ${customer.timeZone}: the zone changes when none runs`,
    });
  if (issues.length === 0) return accepted(next);
  return refused('customer_in_use', issues.map(({ detail }) => detail).join('; '), { issues });
}
