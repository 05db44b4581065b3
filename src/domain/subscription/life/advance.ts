import type { Grant } from '../../entitlement/grant.ts';
import { invariant } from '../../invariant.ts';
import type { Instant } from '../../time/instant.ts';
import { instanceToJoin } from '../add-on/instance-to-join.ts';
import { applyChange } from './apply-change.ts';
import { nextAnnouncedReset, nextDue } from './due.ts';
import type { Progress } from '../model/decision.ts';
import type { NewEvent } from '../model/events.ts';
import type { Facts } from '../model/facts.ts';
import { changePlaces, type PendingChange } from '../model/pending-change.ts';
import { type Recorder, recorderFrom } from '../model/recorder.ts';
import { renew } from './renew.effect.ts';
import { issueInvoices } from '../charge/invoicing.ts';
import { startSubscription } from './start.effect.ts';
import type { LiveSubscription } from '../model/state.ts';

/** Does everything that is due up to `at`, in order, each at its own due instant: being late changes nothing (semantics §3). Total. */
export function advance(state: LiveSubscription, { at, facts }: { readonly at: Instant; readonly facts: Facts }): Progress {
  const recorder = recorderFrom(state, facts);
  advanceTo(recorder, at);
  const { events, after } = recorder;
  return { events, after };
}

/** Advances the state of a recorder. */
export function advanceTo(recorder: Recorder, at: Instant): void {
  while (!recorder.ended) {
    const due = nextDue(recorder.state);
    if (due === null || due.at > at) return;
    const before = recorder.events.length;
    processInstant(recorder, due.at);
    invariant(recorder.events.length > before, `nothing happened at ${due.at} although ${due.kind} was due`);
  }
}

/**
 * Does everything that is due at one instant: ends and changes, the new period, what starts, then the invoice. In this order the
 * renewal charges what the new period has.
 */
function processInstant(recorder: Recorder, at: Instant): void {
  const due = recorder.state.pending.filter(({ effectiveAt }) => effectiveAt <= at);
  const changesAt = (place: ChangePlace) => due.filter(({ type }) => changePlaces[type] === place);
  const resets = recorder.state.grants.filter((grant) => nextAnnouncedReset(grant, recorder.state.at) === at);
  for (const change of changesAt('beforeEnd')) applyPending(recorder, at, change);
  const [end] = changesAt('end');
  if (end) return applyPending(recorder, at, end);
  for (const change of changesAt('beforePeriod')) applyPending(recorder, at, change);
  const afterPeriod = changesAt('afterPeriod');
  for (const change of afterPeriod.filter(joinsInstance(recorder.state))) applyPending(recorder, at, change);
  const { period } = recorder.state;
  if (period === null) startSubscription(recorder, at);
  else if (period.end <= at) renew(recorder, at);
  for (const change of afterPeriod.filter(isPendingIn(recorder.state))) applyPending(recorder, at, change);
  recorder.record(at, ...announceResets(recorder.state, resets));
  recorder.record(at, ...issueInvoices(recorder, at, reasonOf(period, at)));
}

type ChangePlace = (typeof changePlaces)[keyof typeof changePlaces];

function applyPending(recorder: Recorder, at: Instant, change: PendingChange): void {
  recorder.record(at, { type: 'ScheduledChangeApplied', changeId: change.id });
  applyChange(recorder, at, change);
}

const joinsInstance =
  (state: LiveSubscription) =>
  (change: PendingChange): boolean =>
    change.type === 'attachAddOn' && instanceToJoin(state, change, change) !== undefined;

const isPendingIn =
  ({ pending }: LiveSubscription) =>
  ({ id }: PendingChange): boolean =>
    pending.some((change) => change.id === id);

/** Announces the usage windows that restart. A grant that was replaced at the same instant passes its windows to its successor. */
const announceResets = ({ grants }: LiveSubscription, resets: readonly Grant[]): readonly NewEvent[] =>
  resets.flatMap(({ attachmentId, rateCardKey, featureKey }) => {
    const grant = grants.find((each) => each.attachmentId === attachmentId && each.rateCardKey === rateCardKey);
    return grant ? [{ type: 'UsageWindowReset', grantId: grant.id, featureKey } as const] : [];
  });

function reasonOf(period: LiveSubscription['period'], at: Instant) {
  if (period === null) return 'start';
  if (period.end !== at) return 'deferred';
  return period.number === 0 ? 'trialEnd' : 'renewal';
}
