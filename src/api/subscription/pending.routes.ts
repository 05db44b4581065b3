import { cancelPendingInput } from '../../contracts/wire/subscription/command.ts';
import { noBody, noQuery, pageQuery } from '../../contracts/wire/shared/list.ts';
import { acceptedCommand, commandAnswer, pendingList } from '../../contracts/wire/subscription/subscription.ts';
import { ok } from '../http/answer.ts';
import { findCurrent, sendCommand, subscriptionNotFound } from './command-answer.ts';
import { toApiSubscription } from './subscription.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { commandRoute } from '../http/idempotent-route.ts';
import { toApiPage, toPageRequest } from '../http/paging.ts';
import { readRoute, type Route } from '../http/route.ts';

const tag = 'Scheduled changes';

export const pendingRoutes = (deps: ApiDeps): readonly Route[] => [listRoute(deps), cancelRoute(deps)];

/** Pending changes are part of the state, in the order of the numbers in their ids, so a page of them is cut from it. */
const listRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'GET',
      path: '/v1/subscriptions/{subscriptionId}/pending',
      operationId: 'listPendingChanges',
      tag,
      summary: 'List the changes that are scheduled',
      query: pageQuery,
      body: noBody,
      answers: { 200: pendingList },
      problems: ['subscription_not_found'],
    },
    async (call) => {
      const { requestId, now, params } = call;
      const record = await findCurrent(deps, call, params.subscriptionId);
      if (record === null) return subscriptionNotFound(params.subscriptionId, requestId);
      const { pending } = toApiSubscription(record, now);
      const { limit, after } = toPageRequest(call.query);
      const rest = pending.filter(({ id }) => numberOf(id) > (after ?? 0));
      const data = rest.slice(0, limit);
      const last = rest.length > limit ? data.at(-1) : undefined;
      return ok(toApiPage({ data, next: last === undefined ? null : numberOf(last.id) }, (change) => change));
    },
  );

/** Ids inside a subscription end in a counter: `chg_…_3`. */
const numberOf = (changeId: string): number => Number(changeId.slice(changeId.lastIndexOf('_') + 1));

const cancelRoute = (deps: ApiDeps): Route =>
  commandRoute(
    deps,
    {
      method: 'DELETE',
      path: '/v1/subscriptions/{subscriptionId}/pending/{changeId}',
      operationId: 'cancelPendingChange',
      tag,
      summary: 'Cancel a scheduled change: everything stays as it is',
      query: noQuery,
      body: cancelPendingInput,
      answers: { 200: commandAnswer, 202: acceptedCommand },
      problems: ['pending_change_not_found', 'pending_change_conflict'],
    },
    ({ params, body, ...call }, once) =>
      sendCommand(deps, call, {
        once,
        subscriptionId: params.subscriptionId,
        command: { type: 'cancelPendingChange', changeId: params.changeId, ...body },
      }),
  );
