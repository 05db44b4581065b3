import { acceptedCommand, addOnAnswer } from '../../contracts/wire/subscription/subscription.ts';
import type { CommandOnExisting } from '../../domain/subscription/model/commands.ts';
import { type SubscriptionId, toAttachmentId, toSubscriptionId } from '../../domain/ids.ts';
import { type Answer, ok } from '../http/answer.ts';
import { type CommandCall, sendCommand } from './command-answer.ts';
import { toApiEffect } from './effect.convert.ts';
import { contractOf } from './command-contract.ts';
import type { ApiDeps } from '../http/deps.ts';
import { commandRoute, type Once } from '../http/idempotent-route.ts';
import type { Route } from '../http/route.ts';

const tag = 'Add-ons of a subscription';
const answers = { 200: addOnAnswer, 202: acceptedCommand };

export const subscriptionAddOnRoutes = (deps: ApiDeps): readonly Route[] => [
  attachRoute(deps),
  quantityRoute(deps),
  removeRoute(deps),
];

const attachRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/add-ons',
      tag,
      ...contractOf('attachAddOn'),
      answers,
    },
    (call, once) =>
      sendAddOnCommand(deps, call, {
        once,
        subscriptionId: toSubscriptionId(call.params.subscriptionId),
        command: { type: 'attachAddOn', ...call.body },
      }),
  );

const quantityRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'PATCH',
      path: '/v1/subscriptions/{subscriptionId}/add-ons/{attachmentId}',
      tag,
      ...contractOf('changeAddOnQuantity'),
      answers,
    },
    (call, once) =>
      sendAddOnCommand(deps, call, {
        once,
        subscriptionId: toSubscriptionId(call.params.subscriptionId),
        command: { type: 'changeAddOnQuantity', attachmentId: toAttachmentId(call.params.attachmentId), ...call.body },
      }),
  );

const removeRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/add-ons/{attachmentId}/remove',
      tag,
      ...contractOf('removeAddOn'),
      answers,
    },
    (call, once) =>
      sendAddOnCommand(deps, call, {
        once,
        subscriptionId: toSubscriptionId(call.params.subscriptionId),
        command: { type: 'removeAddOn', attachmentId: toAttachmentId(call.params.attachmentId), ...call.body },
      }),
  );

/** Sends a command about one add-on. The answer also has the add-on, null while its attach is only scheduled. */
const sendAddOnCommand = (
  deps: ApiDeps,
  call: CommandCall,
  sent: { readonly once: Once; readonly subscriptionId: SubscriptionId; readonly command: CommandOnExisting },
): Promise<Answer> =>
  sendCommand(deps, call, {
    ...sent,
    answer: (effect) => {
      const answer = toApiEffect(effect, call.now);
      const addOn = answer.subscription.addOns.find(({ id }) => id === effect.made.attachmentId) ?? null;
      return ok({ ...answer, addOn });
    },
  });
