import { noBody, pageQuery } from '../../contracts/wire/shared/list.ts';
import { toSubscriptionId } from '../../domain/ids.ts';
import { acceptedCommand, advanceAnswer } from '../../contracts/wire/subscription/subscription.ts';
import { timelineList } from '../../contracts/wire/subscription/timeline.ts';
import { readOfSubscription } from '../../application/subscription/current.ts';
import { answerOf, ok } from '../http/answer.ts';
import { sendCommand } from './command-answer.ts';
import { toApiTimelineEntry } from './timeline.convert.ts';
import { toApiInvoice } from './invoice.convert.ts';
import { toApiSubscription } from './subscription.convert.ts';
import { contractOf } from './command-contract.ts';
import type { ApiDeps } from '../http/deps.ts';
import { commandRoute } from '../http/idempotent-route.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';
import { findClockEffects } from '../../application/subscription/clock-effects.ts';

const tag = 'Time';

export const timelineRoutes = (deps: ApiDeps): readonly Route[] => [listRoute(deps), advanceRoute(deps)];

const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions/{subscriptionId}/timeline',
      operationId: 'listTimeline',
      tag,
      summary: 'List the decisions about a subscription with their events, newest first',
      query: pageQuery,
      body: noBody,
      answers: { 200: timelineList },
      problems: ['subscription_not_found'],
    },
    async ({ tenant, params, query, requestId }) => {
      const subscriptionId = toSubscriptionId(params.subscriptionId);
      const { subscriptions } = deps;
      const page = await readOfSubscription(subscriptions, tenant.id, subscriptionId, () =>
        subscriptions.listTimeline(tenant.id, subscriptionId, toPageRequest(query)),
      );
      return answerOf(page, requestId, (entries) => ok(toApiPage(entries, toApiTimelineEntry)));
    },
  );

const advanceRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/clock/advance',
      tag,
      ...contractOf('advanceClock'),
      answers: { 200: advanceAnswer, 202: acceptedCommand },
    },
    (call, once) => {
      const subscriptionId = toSubscriptionId(call.params.subscriptionId);
      return sendCommand(deps, call, {
        once,
        subscriptionId,
        command: { type: 'advanceClock', ...call.body },
        answer: async ({ subscription, made: { revisions } }) => {
          const moved = { subscriptionId, revisions };
          const { entries, invoices } = await findClockEffects(deps.subscriptions, call.tenant.id, moved);
          return ok({
            subscription: toApiSubscription(subscription, call.now),
            happened: entries.map(toApiTimelineEntry),
            invoices: invoices.map(toApiInvoice),
          });
        },
      });
    },
  );
