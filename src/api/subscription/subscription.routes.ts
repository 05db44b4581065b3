import { cancelInput, createInput } from '../../contracts/wire/subscription/command.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import {
  acceptedCommand,
  commandAnswer,
  createdSubscription,
  subscriptionList,
  subscriptionQuery,
  subscriptionView,
} from '../../contracts/wire/subscription/subscription.ts';
import { created, notFound, ok, refusal } from '../http/answer.ts';
import {
  answerOutcome,
  describeOutcome,
  findCurrent,
  enqueueCommand,
  sendCommand,
  subscriptionNotFound,
  wantsNoAnswer,
} from './command-answer.ts';
import { fromApiOrder } from './command.convert.ts';
import { toApiSubscription } from './subscription.convert.ts';
import { catchUp } from '../../application/subscription/current.ts';
import type { ApiDeps } from '../deps.ts';
import { commandRoute } from '../http/idempotent-route.ts';
import { subscriptionIdOf } from '../../application/new-id.ts';
import { previewCreation } from '../../application/subscription/preview.ts';
import { explainStale, withoutQuote, withShortQuote } from '../../application/subscription/quoted-command.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { orderRefusals } from './refusals.ts';

const tag = 'Subscriptions';

export const subscriptionRoutes = (deps: ApiDeps): readonly Route[] => [
  createRoute(deps),
  listRoute(deps),
  oneRoute(deps),
  cancelRoute(deps),
];

const createRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions',
      operationId: 'createSubscription',
      tag,
      summary: 'Subscribe a customer to a plan, or sell a single purchase',
      query: noQuery,
      body: createInput,
      answers: { 201: createdSubscription, 202: acceptedCommand },
      problems: orderRefusals,
    },
    async (call, once) => {
      const { tenant, body, requestId } = call;
      const customer = await deps.catalogue.findCustomer(tenant.id, body.customerId);
      if (customer === null) return notFound('customer', body.customerId, requestId);
      const subscriptionId = subscriptionIdOf(tenant.id, once.key);
      call.bind({ subscriptionId });
      const order = fromApiOrder(body, { customer, tenant });
      const command = withShortQuote(order);
      if (!command.ok) return refusal(command.error, requestId);
      const request = {
        tenantId: tenant.id,
        subscriptionId,
        customerId: customer.id,
        requestId: once.key,
        requestHash: once.hash,
        command: command.value,
      };
      if (wantsNoAnswer(call)) return enqueueCommand(deps, call, request);
      const outcome = await explainStale(await deps.engine.create(request), order.quoteId, () =>
        previewCreation(deps.subscriptions, tenant.id, { command: withoutQuote(order), at: call.now }),
      );
      return answerOutcome(outcome, call, async (applied) => {
        const { subscription, invoices } = await describeOutcome(deps, call, { subscriptionId, applied });
        return created({ ...subscription, firstInvoice: invoices[0] ?? null, invoices });
      });
    },
  );

const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions',
      operationId: 'listSubscriptions',
      tag,
      summary: 'List subscriptions in the order of creation',
      query: subscriptionQuery,
      body: noBody,
      answers: { 200: subscriptionList },
      problems: ['not_found'],
    },
    async ({ tenant, query: { customerId: named, planKey = null, status = null, ...page }, now, requestId }) => {
      const customer = named === undefined ? null : await deps.catalogue.findCustomer(tenant.id, named);
      if (named !== undefined && customer === null) return notFound('customer', named, requestId);
      const filter = { customerId: customer?.id ?? null, planKey, status };
      const { data, next } = await deps.subscriptions.list(tenant.id, filter, toPageRequest(page));
      const records = await Promise.all(data.map((record) => catchUp(deps.subscriptions, tenant.id, { record, now })));
      return ok(toApiPage({ data: records, next }, (record) => toApiSubscription(record, now)));
    },
  );

const oneRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions/{subscriptionId}',
      operationId: 'getSubscription',
      tag,
      summary: 'Read a subscription as it is now',
      query: noQuery,
      body: noBody,
      answers: { 200: subscriptionView },
      problems: ['subscription_not_found'],
    },
    async (call) => {
      const record = await findCurrent(deps, call, call.params.subscriptionId);
      return record === null
        ? subscriptionNotFound(call.params.subscriptionId, call.requestId)
        : ok(toApiSubscription(record, call.now));
    },
  );

const cancelRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/cancel',
      operationId: 'cancelSubscription',
      tag,
      summary: 'Cancel a subscription, at the end of the period unless said otherwise',
      query: noQuery,
      body: cancelInput,
      answers: { 200: commandAnswer, 202: acceptedCommand },
      problems: ['effective_at_invalid', 'pending_change_conflict', 'subscription_ending', 'subscription_not_started'],
    },
    (call, once) =>
      sendCommand(deps, call, { once, subscriptionId: call.params.subscriptionId, command: { type: 'cancel', ...call.body } }),
  );
