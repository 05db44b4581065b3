import { attachInput, quantityInput, removeInput } from '../../contracts/wire/subscription/command.ts';
import { noQuery } from '../../contracts/wire/shared/list.ts';
import { acceptedCommand, addOnAnswer } from '../../contracts/wire/subscription/subscription.ts';
import type { CommandOnExisting } from '../../domain/subscription/model/commands.ts';
import { type Answer, ok } from '../http/answer.ts';
import { type CommandCall, sendCommand } from './command-answer.ts';
import { toApiEffect } from './effect.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { commandRoute, type Once } from '../http/idempotent-route.ts';
import type { Route } from '../http/route.ts';
import { attachmentRefusals, attachRefusals, buyingMoreRefusals } from './refusals.ts';

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
      operationId: 'attachAddOn',
      tag,
      summary: 'Attach an add-on, at once unless said otherwise',
      query: noQuery,
      body: attachInput,
      answers,
      problems: attachRefusals,
    },
    (call, once) =>
      sendAddOnCommand(deps, call, {
        once,
        subscriptionId: call.params.subscriptionId,
        command: { type: 'attachAddOn', ...call.body },
      }),
  );

const quantityRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'PATCH',
      path: '/v1/subscriptions/{subscriptionId}/add-ons/{attachmentId}',
      operationId: 'changeAddOnQuantity',
      tag,
      summary: 'Change the quantity of an add-on: more at once, fewer at the end of the period unless said otherwise',
      query: noQuery,
      body: quantityInput,
      answers,
      problems: [
        ...attachmentRefusals,
        ...buyingMoreRefusals,
        'max_instances_exceeded',
        'quantity_invalid',
        'quantity_unchanged',
      ],
    },
    (call, once) =>
      sendAddOnCommand(deps, call, {
        once,
        subscriptionId: call.params.subscriptionId,
        command: { type: 'changeAddOnQuantity', attachmentId: call.params.attachmentId, ...call.body },
      }),
  );

const removeRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/add-ons/{attachmentId}/remove',
      operationId: 'removeAddOn',
      tag,
      summary: 'Remove an add-on, at the end of the period unless said otherwise',
      query: noQuery,
      body: removeInput,
      answers,
      problems: [...attachmentRefusals, 'add_on_mandatory'],
    },
    (call, once) =>
      sendAddOnCommand(deps, call, {
        once,
        subscriptionId: call.params.subscriptionId,
        command: { type: 'removeAddOn', attachmentId: call.params.attachmentId, ...call.body },
      }),
  );

/** A command about one add-on answers it beside what every command answers; null while its attach is only scheduled. */
const sendAddOnCommand = (
  deps: ApiDeps,
  call: CommandCall,
  sent: { readonly once: Once; readonly subscriptionId: string; readonly command: CommandOnExisting },
): Promise<Answer> =>
  sendCommand(deps, call, {
    ...sent,
    answer: (effect) => {
      const answer = toApiEffect(effect, call.now);
      const addOn = answer.subscription.addOns.find(({ id }) => id === effect.made.attachmentId) ?? null;
      return ok({ ...answer, addOn });
    },
  });
