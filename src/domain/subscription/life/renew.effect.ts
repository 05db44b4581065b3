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
 * Starts the next billing period and charges it in advance: the base, then each attachment in the order of attaching. One-time prices
 * are charged with the first charge of their source: here where a trial or a start that was free until the renewal ends (semantics
 * row 24).
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

/** Enters the period of a command where periods passed without being processed (ADR 0054). */
export function enterPeriodAt(recorder: Recorder, at: Instant): void {
  const { period } = recorder.state;
  if (period !== null && period.end <= at) enterPeriod(recorder, at);
}

/** Makes the period that contains an instant the running one. */
function enterPeriod(recorder: Recorder, at: Instant): void {
  recorder.record(at, { type: 'PeriodStarted', period: periodFrom(recorder.state, at, recorder.facts) });
}

/** Charges the base. A new phase starts the grants of its added rate cards and ends those of the removed ones. */
function renewBase(
  recorder: Recorder,
  at: Instant,
  { from, wasTrial, policies }: { readonly from: BaseVersion; readonly wasTrial: boolean; readonly policies: ChargePolicies },
): void {
  const base = baseInPhase(recorder.state, recorder.facts);
  const keysBefore = cardKeysOf(from);
  const keysNow = cardKeysOf(base);
  const addedCards = base.rateCards.filter(({ key }) => !keysBefore.has(key));
  const isRemoved = ({ rateCardKey }: Grant): boolean => keysBefore.has(rateCardKey) && !keysNow.has(rateCardKey);
  recorder.record(at, ...endGrants(grantsOf(recorder.state, null).filter(isRemoved)));
  const source: ChargeSource = { version: base, attachmentId: null, quantity: '1' };
  const first = { ...source, cards: wasTrial ? base.rateCards : addedCards };
  const once = oneTimeCharge(first, { placement: 'now', policies, startsAt: at });
  const access = { source: { ...source, cards: addedCards }, startsAt: at };
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
