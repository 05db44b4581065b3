import type { BaseVersion } from '../../catalogue/model/offering.ts';
import type { Grant } from '../../entitlement/grant.ts';
import { resolvePolicies } from '../../policy/policy.ts';
import type { Instant } from '../../time/instant.ts';
import { beginSource } from '../charge/begin-source.ts';
import { endGrants, grantsOf } from '../charge/grants.ts';
import { type ChargeSource, periodCharges } from '../charge/lines.ts';
import { policySourcesOf, soldAddOn } from '../offer/offerings.ts';
import { oneTimeCharge } from '../charge/one-time.ts';
import { periodFrom, runningPeriod } from '../calendar/periods.ts';
import { baseInPhase } from '../offer/phases.ts';
import type { ChargePolicies } from '../model/pinned-policies.ts';
import type { NewEvent } from '../model/events.ts';
import type { Recorder } from '../model/recorder.ts';
import type { Situation } from '../model/situation.ts';
import type { Attachment } from '../model/state.ts';

/**
 * Begins the next billing period and charges it in advance: the base, then each attachment in the order of attaching. What is
 * charged once is charged with it where this is the first charge of its source: at the end of a free trial, or of a start that was
 * free until the renewal.
 * @rule 0-22
 */
export function renew(recorder: Recorder, at: Instant): void {
  const { facts } = recorder;
  const earlier = { period: runningPeriod(recorder.state), base: baseInPhase(recorder.state, facts) };
  enterPeriod(recorder, at);
  const policies = resolvePolicies(['proration.unit'], policySourcesOf(recorder.state, facts, {}));
  renewBase(recorder, at, { from: earlier.base, wasTrial: earlier.period.number === 0, policies });
  for (const attachment of recorder.state.attachments)
    recorder.record(at, ...renewAttachment(recorder, at, { attachment, policies }));
}

/** A command is decided in the period that it falls into, also where nothing was due at the boundaries before it. */
export function enterPeriodOf(recorder: Recorder, at: Instant): void {
  const { period } = recorder.state;
  if (period !== null && period.end <= at) enterPeriod(recorder, at);
}

/** The period that an instant falls into becomes the running one. */
function enterPeriod(recorder: Recorder, at: Instant): void {
  recorder.record(at, { type: 'PeriodStarted', period: periodFrom(recorder.state, at, recorder.facts) });
}

/** Charges the base. Where a phase begins, what it has and the one before had not comes, and what it lacks goes. */
function renewBase(
  recorder: Recorder,
  at: Instant,
  { from, wasTrial, policies }: { readonly from: BaseVersion; readonly wasTrial: boolean; readonly policies: ChargePolicies },
): void {
  const base = baseInPhase(recorder.state, recorder.facts);
  const had = cardKeysOf(from);
  const has = cardKeysOf(base);
  const come = base.rateCards.filter(({ key }) => !had.has(key));
  const isGone = ({ rateCardKey }: Grant): boolean => had.has(rateCardKey) && !has.has(rateCardKey);
  recorder.record(at, ...endGrants(grantsOf(recorder.state, null).filter(isGone)));
  const source: ChargeSource = { version: base, attachmentId: null, quantity: '1' };
  const first = { ...source, cards: wasTrial ? base.rateCards : come };
  const once = oneTimeCharge(first, { placement: 'now', policies, startsAt: at });
  const access = { source: { ...source, cards: come }, startsAt: at };
  const charges = [...periodCharges(recorder.state, source, policies), once];
  recorder.record(at, ...beginSource(recorder.state, at, { access, charges, reason: 'noPrice' }));
}

const cardKeysOf = ({ rateCards }: BaseVersion): ReadonlySet<string> => new Set(rateCards.map(({ key }) => key));

function renewAttachment(
  { state, facts }: Situation,
  at: Instant,
  { attachment, policies }: { readonly attachment: Attachment; readonly policies: ChargePolicies },
): readonly NewEvent[] {
  const { id, quantity, freeUntil } = attachment;
  const source: ChargeSource = { version: soldAddOn(facts, attachment), attachmentId: id, quantity };
  const once = freeUntil === at ? [oneTimeCharge(source, { placement: 'now', policies, startsAt: at })] : [];
  const access = { source: { ...source, cards: [] }, startsAt: at };
  return beginSource(state, at, { access, charges: [...periodCharges(state, source, policies), ...once], reason: 'noPrice' });
}
