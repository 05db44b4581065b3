import type { CreditNote, Invoice, InvoiceLine } from '../../src/domain/billing/invoice.ts';
import { type AttachmentId, toAttachmentId } from '../../src/domain/ids.ts';
import { invariant } from '../../src/domain/invariant.ts';
import type { RefusalCode, Result } from '../../src/domain/refusal.ts';
import { advance } from '../../src/domain/subscription/life/advance.ts';
import type { Command } from '../../src/domain/subscription/model/commands.ts';
import { consequencesOf } from '../../src/domain/subscription/outcome/consequences.ts';
import { decide } from '../../src/domain/subscription/decide.ts';
import type { Decision, Progress } from '../../src/domain/subscription/model/decision.ts';
import type { SubscriptionEvent } from '../../src/domain/subscription/model/events.ts';
import type { Facts } from '../../src/domain/subscription/model/facts.ts';
import {
  type EndedSubscription,
  initial,
  type LiveSubscription,
  type Subscription,
} from '../../src/domain/subscription/model/state.ts';
import type { Instant } from '../../src/domain/time/instant.ts';
import { deepFrozen } from './builders/deep-frozen.ts';
import { subscriptionId } from './builders/records.ts';

/** A subscription after some commands, with all events and documents so far. Immutable: each step returns a new scenario. */
export interface Scenario {
  readonly facts: Facts;
  readonly state: Subscription;
  /** All events so far; `last` has those of the last step. */
  readonly events: readonly SubscriptionEvent[];
  readonly last: readonly SubscriptionEvent[];
  readonly invoices: readonly Invoice[];
  readonly creditNotes: readonly CreditNote[];
  /** The attachment that the last command concerned; empty if none. */
  readonly attachmentId: AttachmentId;
}

export const newScenario = (facts: Facts): Scenario =>
  deepFrozen({ facts, state: initial, events: [], last: [], invoices: [], creditNotes: [], attachmentId: toAttachmentId('') });

/** The decision on a command at an instant; the scenario does not change. */
export const attempt = ({ state, facts }: Scenario, command: Command, at: Instant): Result<Decision> =>
  decide(state, command, { subscriptionId, revision: 1, at, facts });

/** Executes a command. @throws if it is refused */
export function execute(scenario: Scenario, command: Command, at: Instant): Scenario {
  const decision = attempt(scenario, command, at);
  invariant(
    decision.ok,
    `${command.type} was refused: ${decision.ok ? '' : `${decision.error.code} ${decision.error.message}`}`,
  );
  return extendScenario(scenario, decision.value, decision.value.attachmentId ?? scenario.attachmentId);
}

/** Processes everything that is due up to and including an instant. */
export const advanceUntil = (scenario: Scenario, at: Instant): Scenario =>
  scenario.state.stage === 'live'
    ? extendScenario(scenario, advance(scenario.state, { at, facts: scenario.facts }), scenario.attachmentId)
    : scenario;

function extendScenario(scenario: Scenario, progress: Progress, attachmentId: AttachmentId): Scenario {
  const { invoices, creditNotes } = consequencesOf(scenario.state, progress);
  const { events, after: state } = progress;
  return deepFrozen({
    ...scenario,
    state,
    events: [...scenario.events, ...events],
    last: events,
    invoices: [...scenario.invoices, ...invoices],
    creditNotes: [...scenario.creditNotes, ...creditNotes],
    attachmentId,
  });
}

/** Given a scenario, when a command arrives at an instant: the events, or the code of the refusal. */
export const given = (scenario: Scenario) => ({
  when(command: Command, at: Instant): RefusalCode | readonly SubscriptionEvent[] {
    const decision = attempt(scenario, command, at);
    return decision.ok ? decision.value.events : decision.error.code;
  },
});

export function liveState({ state }: Scenario): LiveSubscription {
  invariant(state.stage === 'live', 'the subscription is not live');
  return state;
}

export function endedState({ state }: Scenario): EndedSubscription {
  invariant(state.stage === 'over', 'the subscription has not ended');
  return state;
}

/** One line of text for each invoice and credit note: `2026-03-18T12:00Z change 9.03 = pool ×1 9.03 (14/31)`. */
export const documentsOf = ({ invoices, creditNotes }: Pick<Scenario, 'invoices' | 'creditNotes'>): readonly string[] => [
  ...invoices.map(
    ({ effectiveAt, reason, total, lines }) => `${formatMinute(effectiveAt)} ${reason} ${total.amount} = ${formatLines(lines)}`,
  ),
  ...creditNotes.map(
    ({ effectiveAt, total, lines }) => `${formatMinute(effectiveAt)} credit ${total.amount} = ${formatLines(lines)}`,
  ),
];

const formatMinute = (at: Instant): string => `${at.slice(0, 16)}Z`;

const formatLines = (lines: readonly InvoiceLine[]): string =>
  lines
    .map(({ offeringKey, quantity, amount, derivation: { share } }) => {
      const fraction = share.numerator === share.denominator ? '' : ` (${share.numerator}/${share.denominator})`;
      return `${offeringKey} ×${quantity} ${amount.amount}${fraction}`;
    })
    .join(', ');
