import { toAttachmentId, toSubscriptionId, toTenantId } from '../../src/domain/ids.ts';
import { attachmentNotFound } from '../../src/domain/refusals/add-ons.ts';
import { subscriptionNotFound } from '../../src/domain/refusals/subscriptions.ts';

describe('ids of different kinds', () => {
  it('are texts at run time', () => {
    const ids = [toTenantId('ten_1'), toSubscriptionId('sub_1'), toAttachmentId('att_1')];
    expect(ids).toEqual(['ten_1', 'sub_1', 'att_1']);
  });

  it('cannot be passed for one another, nor can plain text: the compiler refuses it', () => {
    const customerId = 'cus_1';
    const wrong = [
      // @ts-expect-error -- the id of a tenant is not that of a subscription
      subscriptionNotFound({ subscriptionId: toTenantId('ten_1') }),
      // @ts-expect-error -- the id of a customer is not that of a subscription
      subscriptionNotFound({ subscriptionId: customerId }),
      // @ts-expect-error -- the id of a subscription is not that of an attachment
      attachmentNotFound({ attachmentId: toSubscriptionId('sub_1') }),
    ];
    const right = [
      subscriptionNotFound({ subscriptionId: toSubscriptionId('sub_1') }),
      attachmentNotFound({ attachmentId: toAttachmentId('att_1') }),
    ];
    const [subscription, attachment] = right.map(({ error }) => error.code);
    expect(wrong.map(({ error }) => error.code)).toEqual([subscription, subscription, attachment]);
  });
});
