import type { Result } from '../../domain/refusal.ts';
import type { SubscriptionId } from '../../domain/ids.ts';
import type { CommandOnExisting } from '../../domain/subscription/model/commands.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Tenant } from '../../application/ports/tenants.ts';
import { type CommandEffect, type CommandResult, runCommand } from '../../application/subscription/run-command.ts';
import type { ApiDeps } from '../http/deps.ts';
import { type Answer, ok, refusal } from '../http/answer.ts';
import type { Once } from '../http/idempotent-route.ts';
import { expectedRevision, invalidIfMatch } from '../http/if-match.ts';
import { toApiEffect } from './effect.convert.ts';

/** The part of a request that sending a command needs. */
export interface CommandCall {
  readonly tenant: Tenant;
  readonly requestId: string;
  readonly now: Instant;
  readonly header: (name: string) => string | undefined;
}

type AnswerEffect = (effect: CommandEffect) => Answer | Promise<Answer>;

/** Sends a command to the workflow of its subscription and answers its outcome. */
export async function sendCommand(
  deps: ApiDeps,
  call: CommandCall,
  sent: {
    readonly once: Once;
    readonly subscriptionId: SubscriptionId;
    readonly command: CommandOnExisting;
    readonly answer?: AnswerEffect;
  },
): Promise<Answer> {
  const revision = expectedRevision(call);
  if (revision === 'unreadable') return invalidIfMatch('subscription', call.requestId);
  const { once, subscriptionId, command, answer = (effect) => ok(toApiEffect(effect, call.now)) } = sent;
  const request = toEngineRequest(call, once, subscriptionId);
  return answerCommand(call, request, {
    result: await runCommand(deps, { ...request, command, expectedRevision: revision }),
    answer,
  });
}

/** The request of a command to the engine; `Prefer: respond-async` (RFC 7240) waits only until it is enqueued. */
export const toEngineRequest = ({ tenant, now, header }: CommandCall, { key, hash }: Once, subscriptionId: SubscriptionId) =>
  ({
    tenantId: tenant.id,
    subscriptionId,
    requestId: key,
    requestHash: hash,
    now,
    until: /(^|,)\s*respond-async\s*(,|;|$)/i.test(header('prefer') ?? '') ? 'enqueued' : 'decided',
  }) as const;

/** Answers the outcome of a command: Problem Details of a refusal, `answer` of a decision, 202 of an enqueued command. */
export async function answerCommand(
  call: CommandCall,
  { requestId, subscriptionId }: { readonly requestId: string; readonly subscriptionId: SubscriptionId },
  { result, answer }: { readonly result: Result<CommandResult>; readonly answer: AnswerEffect },
): Promise<Answer> {
  if (!result.ok) return refusal(result.error, call.requestId);
  if (result.value.kind === 'decided') return answer(result.value);
  return { status: 202, body: { requestId, subscriptionId }, headers: { 'Preference-Applied': 'respond-async' } };
}
