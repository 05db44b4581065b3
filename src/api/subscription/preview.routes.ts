import type { Refusal } from '../../domain/refusal.ts';
import { createInput, previewInput } from '../../contracts/wire/subscription/command.ts';
import { noQuery } from '../../contracts/wire/shared/list.ts';
import { preview } from '../../contracts/wire/subscription/subscription.ts';
import { type Instant, laterOf } from '../../domain/time/instant.ts';
import { notFound, refusal } from '../http/answer.ts';
import { findCurrent, subscriptionNotFound } from './command-answer.ts';
import { fromApiCommand, fromApiOrder } from './command.convert.ts';
import { advanceInMemory, mostPreviewed, ownTime } from '../../application/subscription/current.ts';
import type { ApiDeps } from '../deps.ts';
import type { SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import { answerPreview, previewCreation, previewCommandOn } from '../../application/subscription/preview.ts';
import { readRoute, type Route } from '../http/route.ts';
import { attachmentRefusals, attachRefusals, orderRefusals } from './refusals.ts';

const tag = 'Previews';

export const previewRoutes = (deps: ApiDeps): readonly Route[] => [previewNewRoute(deps), previewRoute(deps)];

const previewNewRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'POST',
      path: '/v1/subscriptions/preview',
      operationId: 'previewSubscription',
      tag,
      summary: 'What a new subscription would cost and give; nothing is written',
      query: noQuery,
      body: createInput,
      answers: { 200: preview },
      problems: orderRefusals,
    },
    async ({ tenant, body, now, requestId }) => {
      const customer = await deps.catalogue.findCustomer(tenant.id, body.customerId);
      if (customer === null) return notFound('customer', body.customerId, requestId);
      const command = fromApiOrder(body, { customer, tenant });
      return answerPreview(await previewCreation(deps.subscriptions, tenant.id, { command, at: now }), { now, requestId });
    },
  );

const previewRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/preview',
      operationId: 'previewCommand',
      tag,
      summary: 'What a command would cost and change; nothing is written',
      query: noQuery,
      body: previewInput,
      answers: { 200: preview },
      problems: [
        ...new Set([...attachRefusals, ...attachmentRefusals]),
        'add_on_mandatory',
        'clock_cannot_go_back',
        'quantity_unchanged',
        'revision_mismatch',
        'subscription_ended',
        'subscription_not_found',
        'subscription_stuck',
      ],
    },
    async (call) => {
      const { tenant, params, body, now, requestId } = call;
      const current = await findCurrent(deps, call, params.subscriptionId);
      if (current === null) return subscriptionNotFound(params.subscriptionId, requestId);
      const standing = ownTime(current, now);
      const at = body.at ?? standing;
      if (at < standing)
        return refusal(
          { code: 'clock_cannot_go_back', message: `the subscription is at ${standing}: preview at a later instant` },
          requestId,
        );
      const heldUp = heldUpBy(current, at);
      if (heldUp !== null) return refusal(heldUp, requestId);
      const before = await advanceInMemory(deps.subscriptions, tenant.id, { record: current, at, most: mostPreviewed });
      if (!before.ok) return refusal(before.error, requestId);
      const command = fromApiCommand(body.command);
      const preview = await previewCommandOn(deps.subscriptions, tenant.id, { before: before.value, command, at });
      return answerPreview(preview, { now: laterOf(at, now), requestId });
    },
  );

/** A preview cannot pass a due thing that fails: the command itself would be refused for the same reason. */
function heldUpBy({ stuck }: SubscriptionRecord, at: Instant): Refusal | null {
  if (stuck === null || at < stuck.dueAt) return null;
  const { dueAt, incidentId } = stuck;
  const message = `What is due at ${dueAt} fails by a fault of ours, and has to be done before this. It is tried again by itself. The incident is ${incidentId}.`;
  return { code: 'subscription_stuck', message, meta: { dueAt, incidentId } };
}
