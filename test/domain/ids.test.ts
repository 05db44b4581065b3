import { toSubscriptionId, toTenantId } from '../../src/domain/ids.ts';
import { subscriptionNotFound } from '../../src/domain/refusals/subscriptions.ts';

describe('ids of different kinds', () => {
  it('are texts at run time', () => {
    expect([toTenantId('ten_1'), toSubscriptionId('sub_1')]).toEqual(['ten_1', 'sub_1']);
  });

  it('cannot be passed for one another, nor can plain text: the compiler refuses it', () => {
    const customerId = 'cus_1';
    const wrong = [
      // @ts-expect-error -- the id of a tenant is not that of a subscription
      subscriptionNotFound({ subscriptionId: toTenantId('ten_1') }),
      // @ts-expect-error -- the id of a customer is not that of a subscription
      subscriptionNotFound({ subscriptionId: customerId }),
    ];
    const right = subscriptionNotFound({ subscriptionId: toSubscriptionId('sub_1') });
    expect([...wrong, right].map(({ error }) => error.code)).toEqual(Array(3).fill('subscription_not_found'));
  });
});
