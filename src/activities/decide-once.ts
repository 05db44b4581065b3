import type { DecisionActivity } from '../contracts/commands.ts';
import type { Applied, CheckOutcome, DecisionInput, Made, Outcome, RequestOrigin } from '../contracts/messages.ts';
import { commandDelivery } from '../contracts/wire/subscription/commands.ts';
import { parse } from '../contracts/wire/shared/parse.ts';
import { invariant } from '../domain/invariant.ts';
import type { AttachmentId } from '../domain/ids.ts';
import { accepted, type Refusal, type Result } from '../domain/refusal.ts';
import { idempotencyKeyReused, invalidRequest } from '../domain/refusals/requests.ts';
import { subscriptionNotFound } from '../domain/refusals/subscriptions.ts';
import { advance } from '../domain/subscription/life/advance.ts';
import { type Consequences, consequencesOf } from '../domain/subscription/outcome/consequences.ts';
import { decide } from '../domain/subscription/decide.ts';
import type { Decision } from '../domain/subscription/model/decision.ts';
import type { SubscriptionEvent } from '../domain/subscription/model/events.ts';
import { nextDue, dueItems, type DueItem } from '../domain/subscription/life/due.ts';
import type { Facts } from '../domain/subscription/model/facts.ts';
import { missingFacts } from '../domain/subscription/needs.ts';
import {
  type EndedSubscription,
  type LiveSubscription,
  statusOf,
  type Subscription,
} from '../domain/subscription/model/state.ts';
import { describeNextDue, summarize } from '../domain/subscription/summary.ts';
import { type Instant, laterOf } from '../domain/time/instant.ts';
import type { DecisionUnit, LoadedSubscription } from '../application/ports/decisions.ts';

/**
 * Decides one command, or everything that is due at one instant, in the transaction of the unit, and saves the result.
 * A second delivery of a request id gets the outcome of the first; a wake that was already served finds nothing due.
 */
export async function decideOnce(unit: DecisionUnit, did: DecisionActivity, received: DecisionInput): Promise<Outcome> {
  const parsed = parseInput(received);
  if (!parsed.ok) return declined(parsed.error);
  const input = parsed.value;
  const request = { origin: originOf(input), requestId: input.requestId };
  const loaded = await unit.load(input.subscriptionId, request);
  if (loaded.decided && !isStillDue(loaded.state, input)) return storedOutcome(loaded, input);
  const facts = await loadAllFacts(unit, loaded.state, input);
  const decision = decideOn(loaded, facts, input);
  if (!decision.ok) return declined(decision.error);
  const { events, after, attachmentId } = decision.value;
  const consequences = consequencesOf(loaded.state, decision.value);
  const summary = summarize(events, consequences);
  const since = input.afterRevision ?? loaded.revision;
  if (events.length === 0) {
    const made = { ...nothing, revisions: { after: since, upTo: loaded.revision } };
    return applied(after, { revision: loaded.revision, summary, made });
  }
  const revision = loaded.revision + 1;
  const made = { ...madeBy(events, { consequences, attachmentId }), revisions: { after: since, upTo: revision } };
  const outcome = applied(after, { revision, summary, made });
  await unit.save({
    subscriptionId: input.subscriptionId,
    ...request,
    requestHash: input.requestHash,
    revision,
    did,
    actor: input.command?.actor ?? null,
    command: input.command,
    due: input.command === null ? dueBy(loaded.state, decidedAt(loaded.state, input)) : null,
    decidedAt: decidedAt(loaded.state, input),
    at: after.at,
    summary,
    events,
    consequences,
    after,
    nextWakeAt: outcome.nextWake?.at ?? null,
    outcome,
  });
  return outcome;
}

/**
 * Checks whether a command would be refused, after everything that is due before it. Writes nothing, so that a refused command
 * changes nothing; the workflow processes what is due in separate transactions (ADR 0034).
 */
export async function checkOnce(unit: DecisionUnit, received: DecisionInput): Promise<CheckOutcome> {
  const parsed = parseInput(received);
  if (!parsed.ok) return declined(parsed.error);
  const input = parsed.value;
  const loaded = await unit.load(input.subscriptionId, { origin: originOf(input), requestId: input.requestId });
  if (loaded.decided) return storedOutcome(loaded, input);
  const decision = decideOn(loaded, await loadAllFacts(unit, loaded.state, input), input);
  return decision.ok ? { result: 'acceptable' } : declined(decision.error);
}

/** Parses the message: an operator may have typed a Signal, and a refusal here changes nothing. */
function parseInput(input: DecisionInput): Result<DecisionInput> {
  if (input.command === null) return accepted(input);
  const { requestId, requestHash, command } = input;
  const parsed = parse(commandDelivery, { requestId, requestHash, command });
  if (parsed.ok) return accepted({ ...input, ...parsed.value });
  return invalidRequest(parsed.issues);
}

async function loadAllFacts(unit: DecisionUnit, state: Subscription, { command }: DecisionInput): Promise<Facts> {
  let facts = await unit.baseFacts();
  for (;;) {
    const queries = missingFacts(state, command, facts);
    if (queries.length === 0) return facts;
    facts = await unit.loadFacts(facts, queries);
  }
}

function decideOn({ state, revision }: LoadedSubscription, facts: Facts, input: DecisionInput): Result<Decision> {
  const at = decidedAt(state, input);
  const { command, subscriptionId } = input;
  if (command !== null) return decide(state, command, { subscriptionId, revision, at, facts });
  if (state.stage === 'new') return subscriptionNotFound(input);
  const progress = state.stage === 'over' ? { events: [], after: state } : advance(state, { at, facts });
  return accepted({ ...progress, attachmentId: null });
}

/** Every message has a command, an operator's Signal too; only a wake has none. */
const originOf = ({ command }: DecisionInput): RequestOrigin => (command === null ? 'wake' : 'client');

/** A wake depends on the state, not on stored request ids: what is due is processed, whatever its id (ADR 0048). */
function isStillDue(state: Subscription, { command, at }: DecisionInput): boolean {
  const next = nextDue(state);
  return command === null && next !== null && next.at <= at;
}

const dueBy = (state: Subscription, upTo: Instant): readonly DueItem[] => (state.stage === 'live' ? dueItems(state, upTo) : []);

/** The own time of a subscription never goes back, whatever clock the caller used. */
const decidedAt = (state: Subscription, { at }: DecisionInput): Instant => (state.stage === 'new' ? at : laterOf(at, state.at));

/** The stored outcome with the current subscription: the caller needs its next wake. */
function storedOutcome({ decided, state, revision }: LoadedSubscription, { requestHash }: DecisionInput): Outcome {
  invariant(decided && state.stage !== 'new', 'a subscription with a decision exists');
  if (requestHash !== '' && decided.requestHash !== '' && requestHash !== decided.requestHash) {
    return declined(idempotencyKeyReused('requestId').error);
  }
  const { outcome } = decided;
  if (outcome.result === 'refused') return outcome;
  return applied(state, { revision, summary: outcome.summary, made: outcome.made });
}

const declined = (error: Refusal): Outcome => ({ result: 'refused', error });

function applied(
  state: LiveSubscription | EndedSubscription,
  done: { readonly revision: number; readonly summary: string; readonly made: Made },
): Applied {
  const { customerId, base, clock } = state.terms;
  const nextWake = describeNextDue(state);
  return { result: 'applied', ...done, status: statusOf(state), at: state.at, nextWake, customerId, planKey: base.key, clock };
}

const nothing: Made = { invoiceIds: [], creditNoteIds: [], pendingIds: [], attachmentId: null };

const madeBy = (
  events: readonly SubscriptionEvent[],
  { consequences, attachmentId }: { readonly consequences: Consequences; readonly attachmentId: AttachmentId | null },
): Made => ({
  invoiceIds: consequences.invoices.map(({ id }) => id),
  creditNoteIds: consequences.creditNotes.map(({ id }) => id),
  pendingIds: events.flatMap((event) => (event.type === 'ChangeScheduled' ? [event.change.id] : [])),
  attachmentId,
});
