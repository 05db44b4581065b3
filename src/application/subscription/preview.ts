import { accessChanges, type AccessChange } from '../../domain/entitlement/access-change.ts';
import { type SubscriptionId, type TenantId, toSubscriptionId } from '../../domain/ids.ts';
import { mergeEntitlements, type MergedEntitlement } from '../../domain/entitlement/merge.ts';
import { accepted, type Refusal, type Result } from '../../domain/refusal.ts';
import { subscriptionStuck } from '../../domain/refusals/subscriptions.ts';
import { clockCannotGoBack } from '../../domain/refusals/times.ts';
import { decide } from '../../domain/subscription/decide.ts';
import type { Command, CommandOnExisting, Create } from '../../domain/subscription/model/commands.ts';
import { initial, type Subscription } from '../../domain/subscription/model/state.ts';
import { type Consequences, consequencesOf } from '../../domain/subscription/outcome/consequences.ts';
import { quoteId } from '../../domain/subscription/outcome/quote.ts';
import { earlierOf, type Instant, laterOf } from '../../domain/time/instant.ts';
import { startOfNextLocalDay } from '../../domain/time/local-date.ts';
import type { SubscriptionReads, SubscriptionRecord } from '../ports/subscriptions.ts';
import {
  advanceInMemory,
  findCurrent,
  gatherFacts,
  maxPreviewedInstants,
  ownTime,
  project,
  type Projectable,
} from './current.ts';

/** The result that a command would have. */
export interface Preview {
  readonly quoteId: string;
  /** The own time of the subscription after the command. */
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly subscription: SubscriptionRecord;
  readonly consequences: Consequences;
  /** Immediate changes only, without those of scheduled changes. */
  readonly accessChanges: readonly AccessChange[];
}

interface PreviewInput {
  readonly command: Command;
  /** The instant of the decision. */
  readonly at: Instant;
  /** The real time; a sandbox subscription is previewed at its own time. */
  readonly now: Instant;
}

/** Decides a command in memory, with the functions of the workflow. Writes nothing. */
async function previewOn(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { before, command, at, now }: PreviewInput & { readonly before: Projectable },
): Promise<Result<Preview>> {
  const { state, revision, id: subscriptionId } = before;
  const facts = await gatherFacts(reads, tenantId, { state, command });
  const decision = decide(state, command, { subscriptionId, revision, at, facts });
  if (!decision.ok) return decision;
  const after = project(before, decision.value);
  const shownAt = ownTime(after, now);
  return accepted({
    quoteId: quoteId(decision.value.events),
    at: shownAt,
    expiresAt: expiryOf(after, shownAt),
    subscription: after,
    consequences: consequencesOf(state, decision.value),
    accessChanges: accessChanges(accessAt(before, after.id, shownAt), accessAt(after, after.id, shownAt)),
  });
}

/** The same for an existing subscription. Checks first that a move of the clock does not pass too many due instants. */
export async function previewOnCurrent(
  reads: SubscriptionReads,
  tenantId: TenantId,
  asked: PreviewInput & { readonly before: SubscriptionRecord },
): Promise<Result<Preview>> {
  const { before: record, command } = asked;
  if (command.type !== 'advanceClock' || record.state.terms.clock !== 'sandbox') return previewOn(reads, tenantId, asked);
  const reached = await advanceInMemory(reads, tenantId, { record, at: command.to, limit: maxPreviewedInstants });
  return reached.ok ? previewOn(reads, tenantId, asked) : reached;
}

/**
 * Previews a command at an instant, by default now, after everything due by then. Refuses as the command does, and
 * `clock_cannot_go_back` for an instant before the subscription's own time.
 */
export async function previewCommand(
  reads: SubscriptionReads,
  tenantId: TenantId,
  asked: {
    readonly subscriptionId: SubscriptionId;
    readonly command: CommandOnExisting;
    readonly at: Instant | null;
    readonly now: Instant;
  },
): Promise<Result<Preview>> {
  const { command, now } = asked;
  const current = await findCurrent(reads, tenantId, asked);
  if (!current.ok) return current;
  const ownNow = ownTime(current.value, now);
  const at = asked.at ?? ownNow;
  const refusal = checkNotPast({ ownNow, at }) ?? checkNotStuck(current.value, at);
  if (refusal !== null) return { ok: false, error: refusal };
  const before = await advanceInMemory(reads, tenantId, { record: current.value, at, limit: maxPreviewedInstants });
  if (!before.ok) return before;
  return previewOnCurrent(reads, tenantId, { before: before.value, command, at, now: laterOf(at, now) });
}

/** Previews the creation of a subscription now. */
export const previewCreation = (
  reads: SubscriptionReads,
  tenantId: TenantId,
  { command, now }: { readonly command: Create; readonly now: Instant },
): Promise<Result<Preview>> =>
  previewOn(reads, tenantId, {
    before: { id: previewedId, revision: 0, state: initial, nextWakeAt: null, attachments: [], stuck: null },
    command,
    at: now,
    now,
  });

/** The id that a subscription has in the preview of its creation. */
const previewedId = toSubscriptionId('sub_preview');

function checkNotPast({ ownNow, at }: { readonly ownNow: Instant; readonly at: Instant }): Refusal | null {
  if (at >= ownNow) return null;
  return clockCannotGoBack({ at: ownNow }).error;
}

/** A preview cannot pass a due thing that fails; the command would be refused likewise. */
function checkNotStuck({ stuck }: SubscriptionRecord, at: Instant): Refusal | null {
  if (stuck === null || at < stuck.dueAt) return null;
  return subscriptionStuck(stuck).error;
}

/** A quote is valid until the next local day, which changes the proration, or the next due instant, if that is earlier. */
function expiryOf({ state, nextWakeAt }: SubscriptionRecord, at: Instant): Instant {
  const tomorrow = startOfNextLocalDay(at, state.terms.timeZone);
  return nextWakeAt === null ? tomorrow : earlierOf(tomorrow, nextWakeAt);
}

function accessAt(
  { state }: { readonly state: Subscription },
  subscriptionId: SubscriptionId,
  at: Instant,
): readonly MergedEntitlement[] {
  if (state.stage !== 'live') return [];
  return mergeEntitlements(state.grants.map((grant) => ({ grant, subscriptionId, at })));
}
