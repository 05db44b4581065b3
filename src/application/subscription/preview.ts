import { accessChanges, type AccessChange } from '../../domain/entitlement/access-change.ts';
import type { TenantId } from '../../domain/ids.ts';
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
import { advanceInMemory, findCurrent, gatherFacts, mostPreviewed, ownTime, project, type Projectable } from './current.ts';

/** What a command would make of a subscription. */
export interface Preview {
  readonly quoteId: string;
  /** The own time of the subscription that the preview is told in. */
  readonly at: Instant;
  readonly expiresAt: Instant;
  readonly subscription: SubscriptionRecord;
  readonly consequences: Consequences;
  /** What changes at once; what a scheduled change will do later is not among it. */
  readonly accessChanges: readonly AccessChange[];
}

interface Asked {
  readonly command: Command;
  /** The instant at which it would be decided. */
  readonly at: Instant;
  /** The wall clock; a preview of a standing clock is told in its own time. */
  readonly now: Instant;
}

/** Decides a command on a subscription in memory, by the same functions that the workflow decides by. Nothing is written. */
async function previewOn(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { before, command, at, now }: Asked & { readonly before: Projectable },
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

/** The same of a subscription that exists. Where the command moves its clock, what is due on the way is looked over first. */
export async function previewOnCurrent(
  reads: SubscriptionReads,
  tenantId: TenantId,
  asked: Asked & { readonly before: SubscriptionRecord },
): Promise<Result<Preview>> {
  const { before: record, command } = asked;
  if (command.type !== 'advanceClock' || record.state.terms.clock !== 'sandbox') return previewOn(reads, tenantId, asked);
  const reached = await advanceInMemory(reads, tenantId, { record, at: command.to, most: mostPreviewed });
  return reached.ok ? previewOn(reads, tenantId, asked) : reached;
}

/**
 * What a command would do at an instant, now unless told: as if everything that is due by then had been done. Refuses as the command
 * would, and `clock_cannot_go_back` for an instant before the subscription's own time.
 */
export async function previewCommand(
  reads: SubscriptionReads,
  tenantId: TenantId,
  asked: {
    readonly subscriptionId: string;
    readonly command: CommandOnExisting;
    readonly at: Instant | null;
    readonly now: Instant;
  },
): Promise<Result<Preview>> {
  const { command, now } = asked;
  const current = await findCurrent(reads, tenantId, asked);
  if (!current.ok) return current;
  const standing = ownTime(current.value, now);
  const at = asked.at ?? standing;
  const obstacle = cannotGoBack({ standing, at }) ?? heldUpBy(current.value, at);
  if (obstacle !== null) return { ok: false, error: obstacle };
  const before = await advanceInMemory(reads, tenantId, { record: current.value, at, most: mostPreviewed });
  if (!before.ok) return before;
  return previewOnCurrent(reads, tenantId, { before: before.value, command, at, now: laterOf(at, now) });
}

/** What the creation of a subscription would do now. */
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
const previewedId = 'sub_preview';

function cannotGoBack({ standing, at }: { readonly standing: Instant; readonly at: Instant }): Refusal | null {
  if (at >= standing) return null;
  return clockCannotGoBack({ at: standing }).error;
}

/** A preview cannot pass a due thing that fails: the command itself would be refused for the same reason. */
function heldUpBy({ stuck }: SubscriptionRecord, at: Instant): Refusal | null {
  if (stuck === null || at < stuck.dueAt) return null;
  return subscriptionStuck(stuck).error;
}

/** Amounts are prorated by the local day and change at boundaries: until the earlier of the two a quote will still be true. */
function expiryOf({ state, nextWakeAt }: SubscriptionRecord, at: Instant): Instant {
  const tomorrow = startOfNextLocalDay(at, state.terms.timeZone);
  return nextWakeAt === null ? tomorrow : earlierOf(tomorrow, nextWakeAt);
}

function accessAt(
  { state }: { readonly state: Subscription },
  subscriptionId: string,
  at: Instant,
): readonly MergedEntitlement[] {
  if (state.stage !== 'live') return [];
  return mergeEntitlements(state.grants.map((grant) => ({ grant, subscriptionId, at })));
}
