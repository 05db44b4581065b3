import { commands, existingCommandTypes, refusalsOnExisting, refusalsWhenDecided } from '../../contracts/commands.ts';
import { toSubscriptionId } from '../../domain/ids.ts';
import { commandSchemas, previewInput } from '../../contracts/wire/subscription/commands.ts';
import { noQuery } from '../../contracts/wire/shared/list.ts';
import { preview } from '../../contracts/wire/subscription/subscription.ts';
import { toCreateCommand } from '../../application/subscription/create-command.ts';
import { previewCommand, previewCreation } from '../../application/subscription/preview.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, ok, refusal } from '../http/answer.ts';
import { readRoute, type Route } from '../http/route.ts';
import { fromApiCommand, fromApiOrder } from './command.convert.ts';
import { toApiPreview } from './preview.convert.ts';

const tag = 'Previews';

export const previewRoutes = (deps: ApiDeps): readonly Route[] => [previewNewRoute(deps), previewRoute(deps)];

const previewNewRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'POST',
      path: '/v1/subscriptions/preview',
      operationId: 'previewSubscription',
      tag,
      summary: 'Preview a new subscription: its invoices and entitlements; nothing is written',
      query: noQuery,
      body: commandSchemas.create.body,
      answers: { 200: preview },
      problems: [...commands.create.refusals, ...refusalsWhenDecided],
    },
    async ({ tenant, body, now, requestId }) => {
      const command = await toCreateCommand(deps.catalogue, tenant, fromApiOrder(body));
      if (!command.ok) return refusal(command.error, requestId);
      const previewed = await previewCreation(deps.subscriptions, tenant.id, { command: command.value, now });
      return answerOf(previewed, requestId, (value) => ok(toApiPreview(value)));
    },
  );

const previewRoute = (deps: ApiDeps): Route =>
  readRoute(
    {
      method: 'POST',
      path: '/v1/subscriptions/{subscriptionId}/preview',
      operationId: 'previewCommand',
      tag,
      summary: 'Preview a command: its invoices and changes; nothing is written',
      query: noQuery,
      body: previewInput,
      answers: { 200: preview },
      problems: [
        ...existingCommandTypes.flatMap((type) => commands[type].refusals),
        ...refusalsWhenDecided,
        ...refusalsOnExisting,
      ],
    },
    async ({ tenant, params, body, now, requestId }) => {
      const subscriptionId = toSubscriptionId(params.subscriptionId);
      const asked = { subscriptionId, command: fromApiCommand(body.command), at: body.at ?? null, now };
      const previewed = await previewCommand(deps.subscriptions, tenant.id, asked);
      return answerOf(previewed, requestId, (value) => ok(toApiPreview(value)));
    },
  );
