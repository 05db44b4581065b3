import { accepted, refused, type Result } from '../../refusal.ts';
import type { Instant } from '../../time/instant.ts';
import { nextId } from '../model/ids.ts';
import type { ResolvedPolicy } from '../../policy/policy.ts';
import { type PendingChange, touchedAddOn } from '../model/pending-change.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Actor, Running } from '../model/state.ts';

/** What is common to everything that is scheduled. */
export interface Scheduling {
  readonly effectiveAt: Instant;
  readonly at: Instant;
  readonly actor: Actor;
}

type WithoutSchedule<C> = C extends PendingChange ? Omit<C, 'id' | 'effectiveAt' | 'scheduledAt' | 'actor'> : never;

/** Schedules a change with everything that it will need pinned (semantics row 8). */
export function schedule(recorder: Recorder, change: WithoutSchedule<PendingChange>, scheduling: Scheduling): void {
  const { at, effectiveAt, actor } = scheduling;
  const id = nextId(recorder.state, 'change');
  recorder.record(at, {
    type: 'ChangeScheduled',
    change: { ...change, id, effectiveAt, scheduledAt: at, actor },
  });
}

/**
 * Makes room for a change: refuses when another change of the same attachment is pending, or cancels it where the policy is
 * `replace` (semantics row 7). A change of the whole subscription conflicts with every change that is due with it or later. What an
 * administrator scheduled a customer replaces as little as it takes it back: refuses `policy_argument_forbidden`.
 */
export function clearConflicts(
  recorder: Recorder,
  at: Instant,
  {
    conflicts,
    policy,
    actor,
  }: {
    readonly conflicts: readonly PendingChange[];
    readonly policy: ResolvedPolicy<'pending.conflict'>;
    readonly actor: Actor;
  },
): Result<null> {
  if (conflicts.length === 0) return accepted(null);
  if (policy.value !== 'replace') return conflict(conflicts);
  const kept = conflicts.find((change) => isKeptFrom(actor, change));
  if (kept) return keptFromCustomer(kept);
  const policies = { [policy.key]: policy };
  for (const { id } of conflicts) {
    recorder.record(at, { type: 'ScheduledChangeCanceled', changeId: id, because: 'replaced by a later change', policies });
  }
  return accepted(null);
}

/** Whether a pending change is not for this actor to take back, replace or edit. */
export const isKeptFrom = (actor: Actor, change: PendingChange): boolean => actor === 'customer' && change.actor === 'admin';

/** Refuses to take back, replace or edit what an administrator scheduled. */
export const keptFromCustomer = ({ id, type, effectiveAt }: PendingChange): Result<never> =>
  refused(
    'policy_argument_forbidden',
    `An administrator scheduled ${type} ${id} at ${effectiveAt}: a customer can neither take it back nor replace it.`,
    { meta: { policy: 'pending.conflict', level: 'command', changeId: id } },
  );

function conflict(conflicts: readonly PendingChange[]): Result<never> {
  const listed = conflicts.map(({ id, type, effectiveAt }) => ({ id, type, effectiveAt }));
  const words = listed.map(({ id, type, effectiveAt }) => `${type} ${id} at ${effectiveAt}`).join(', ');
  return refused(
    'pending_change_conflict',
    `Already scheduled: ${words}. Cancel it first, or set pending.conflict to replace.`,
    {
      meta: { conflicts: listed },
    },
  );
}

/** The pending changes of one attachment. */
export const changesOf = (state: Running, attachmentId: string): readonly PendingChange[] =>
  state.pending.filter((change) => touchedAddOn(change) === attachmentId);

/** Refuses when the subscription ends before, or at, the instant of a change. */
export function refuseAfterEnd(state: Running, effectiveAt: Instant): Result<null> {
  const end = state.pending.find(({ type }) => type === 'cancel');
  if (!end || effectiveAt < end.effectiveAt) return accepted(null);
  return refused(
    'subscription_ending',
    `The subscription ends at ${end.effectiveAt}. Cancel the pending change ${end.id} first.`,
    {
      meta: { changeId: end.id, endsAt: end.effectiveAt },
    },
  );
}
