import { changeCustomer, type CustomerChange, type CustomerUse } from '../../../src/domain/customer/change-customer.ts';
import type { Customer } from '../../../src/domain/customer/customer.ts';

const ada: Customer = {
  id: 'cus_ada',
  key: 'ada',
  name: 'Ada',
  email: null,
  currency: 'USD',
  timeZone: 'UTC',
  accountType: null,
  revision: 1,
};

describe('changeCustomer', () => {
  it.each<[CustomerUse, CustomerChange, readonly string[]]>([
    ['none', { currency: 'EUR', timeZone: 'Asia/Tokyo' }, []],
    ['ended', { timeZone: 'Asia/Tokyo' }, []],
    ['ended', { currency: 'EUR' }, ['/currency']],
    ['running', { currency: 'EUR', timeZone: 'Asia/Tokyo' }, ['/currency', '/timeZone']],
    ['running', { currency: 'USD', timeZone: 'UTC', name: 'Ada L.' }, []],
  ])('with subscriptions: %s, %j is allowed unless it changes what they use', (use, change, kept) => {
    const changed = changeCustomer(ada, change, use);
    expect(changed.ok ? [] : (changed.error.issues ?? []).map(({ pointer }) => pointer)).toEqual(kept);
    expect(changed.ok ? changed.value : null).toEqual(kept.length === 0 ? { ...ada, ...change } : null);
  });

  it('sets the currency of a customer without one, and the account type at any time', () => {
    const change = { currency: 'EUR', accountType: 'business' };
    expect(changeCustomer({ ...ada, currency: null }, change, 'running')).toMatchObject({ ok: true, value: change });
  });
});
