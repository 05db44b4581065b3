import type { PendingChangeView } from '../../contracts/wire/subscription/subscription.ts';
import type { Applied, Outcome } from '../../contracts/messages.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Command, CommandOnExisting } from '../../domain/subscription/model/commands.ts';
import type { Result } from '../../domain/refusal.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { type Answer, ok, refusal } from '../http/answer.ts';
import { toApiCreditNote, toApiInvoice } from './invoice.convert.ts';
import { toApiSubscription } from './subscription.convert.ts';
import { catchUp, ownTime } from '../../application/subscription/current.ts';
import type { ApiDeps } from '../deps.ts';
import type { CreateRequest, EngineRequest } from '../../application/ports/engine.ts';
import type { Once } from '../http/idempotent-route.ts';
import { expectedRevision, invalidIfMatch } from '../http/if-match.ts';
import type { SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import type { Tenant } from '../../application/ports/tenants.ts';
import { type CommandPreview, previewCommandOn } from '../../application/subscription/preview.ts';
import { explainStale, withoutQuote, withShortQuote } from '../../application/subscription/quoted-command.ts';

/** What a command needs to know of its request. */
export interface CommandCall {
  readonly tenant: Tenant;
  readonly requestId: string;
  readonly now: Instant;
  readonly header: (name: string) => string | undefined;
}

/** The refusal of an id that no subscription of the tenant has. */
export const subscriptionNotFound = (subscriptionId: string, requestId: string): Answer =>
  refusal({ code: 'subscription_not_found', message: `there is no subscription ${subscriptionId}` }, requestId);

/** The subscription as it is true now, or null. */
export async function findCurrent(
  deps: ApiDeps,
  { tenant, now }: Pick<CommandCall, 'tenant' | 'now'>,
  subscriptionId: string,
): Promise<SubscriptionRecord | null> {
  const record = await deps.subscriptions.find(tenant.id, subscriptionId);
  return record === null ? null : catchUp(deps.subscriptions, tenant.id, { record, now });
}

/**
 * Sends a command to the workflow of its subscription and answers with its outcome. With `Prefer: respond-async` it is only
 * handed over: 202.
 */
export async function sendCommand(
  deps: ApiDeps,
  call: CommandCall,
  sent: {
    readonly once: Once;
    readonly subscriptionId: string;
    readonly command: CommandOnExisting;
    readonly answer?: (applied: Applied) => Promise<Answer>;
  },
): Promise<Answer> {
  const revision = expectedRevision(call);
  if (revision === 'unreadable') return invalidIfMatch('subscription', call.requestId);
  const { subscriptionId } = sent;
  if ((await deps.subscriptions.find(call.tenant.id, subscriptionId)) === null)
    return subscriptionNotFound(subscriptionId, call.requestId);
  const short = withShortQuote(sent.command);
  if (!short.ok) return refusal(short.error, call.requestId);
  const request: EngineRequest = {
    tenantId: call.tenant.id,
    subscriptionId,
    requestId: sent.once.key,
    requestHash: sent.once.hash,
    command: revision === 'any' ? short.value : { ...short.value, expectedRevision: revision },
  };
  if (wantsNoAnswer(call)) return enqueueCommand(deps, call, request);
  const outcome = await explainStale(await deps.engine.send(request), sent.command.quoteId, () =>
    previewNow(deps, call, { subscriptionId, command: withoutQuote(sent.command) }),
  );
  return answerOutcome(outcome, call, sent.answer ?? ((applied) => answerCommand(deps, call, { subscriptionId, applied })));
}

/** What a command would do to a subscription as it is now. */
async function previewNow(
  deps: ApiDeps,
  call: CommandCall,
  { subscriptionId, command }: { readonly subscriptionId: string; readonly command: Command },
): Promise<Result<CommandPreview>> {
  const current = await findCurrent(deps, call, subscriptionId);
  invariant(current, 'a subscription that took a command exists');
  return previewCommandOn(deps.subscriptions, call.tenant.id, { before: current, command, at: ownTime(current, call.now) });
}

/** Whether the caller prefers not to wait (RFC 7240). */
export const wantsNoAnswer = ({ header }: CommandCall): boolean =>
  /(^|,)\s*respond-async\s*(,|;|$)/i.test(header('prefer') ?? '');

/** Hands a command to its workflow without waiting for what becomes of it. */
export async function enqueueCommand(
  deps: ApiDeps,
  call: Pick<CommandCall, 'requestId'>,
  request: EngineRequest | CreateRequest,
): Promise<Answer> {
  const refused = await deps.engine.signal(request);
  if (refused !== null) return refusal(refused, call.requestId);
  const { requestId, subscriptionId } = request;
  return { status: 202, body: { requestId, subscriptionId }, headers: { 'Preference-Applied': 'respond-async' } };
}

/** A refusal becomes problem details; what was applied is answered by `answer`. */
export const answerOutcome = async (
  outcome: Outcome,
  { requestId }: Pick<CommandCall, 'requestId'>,
  answer: (applied: Applied) => Promise<Answer>,
): Promise<Answer> => (outcome.result === 'refused' ? refusal(outcome.error, requestId) : answer(outcome));

/** The subscription after a command, with the documents that it made and the changes that it scheduled. */
export async function describeOutcome(
  deps: ApiDeps,
  call: CommandCall,
  { subscriptionId, applied }: { readonly subscriptionId: string; readonly applied: Applied },
) {
  const { tenant, now } = call;
  const { invoiceIds, creditNoteIds, pendingIds } = applied.made;
  const record = await findCurrent(deps, call, subscriptionId);
  invariant(record, 'a subscription that a command was applied to exists');
  const subscription = toApiSubscription(record, now);
  const invoices = invoiceIds.length === 0 ? [] : await deps.subscriptions.findInvoices(tenant.id, invoiceIds);
  const creditNotes = creditNoteIds.length === 0 ? [] : await deps.subscriptions.findCreditNotes(tenant.id, creditNoteIds);
  return {
    subscription,
    invoices: invoices.map(toApiInvoice),
    creditNotes: creditNotes.map(toApiCreditNote),
    pending: subscription.pending.filter(({ id }: PendingChangeView) => pendingIds.includes(id)),
  };
}

const answerCommand = async (
  deps: ApiDeps,
  call: CommandCall,
  outcome: { readonly subscriptionId: string; readonly applied: Applied },
): Promise<Answer> => ok(await describeOutcome(deps, call, outcome));
