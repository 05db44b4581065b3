import type { CreditNote, Invoice, InvoiceLine } from '../../src/domain/billing/invoice.ts';
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

/** A subscription as a story: what was commanded when, and all that came of it. Each step is a story of its own. */
export interface Story {
  readonly facts: Facts;
  readonly state: Subscription;
  /** All events so far, and those of the last step. */
  readonly events: readonly SubscriptionEvent[];
  readonly last: readonly SubscriptionEvent[];
  readonly invoices: readonly Invoice[];
  readonly creditNotes: readonly CreditNote[];
  /** The attachment that the last command was about. */
  readonly attachmentId: string;
}

export const storyOf = (facts: Facts): Story =>
  deepFrozen({ facts, state: initial, events: [], last: [], invoices: [], creditNotes: [], attachmentId: '' });

const subscriptionId = 'sub_1';

/** What a command would do at an instant, without doing it. */
export const attempt = ({ state, facts }: Story, command: Command, at: Instant): Result<Decision> =>
  decide(state, command, { subscriptionId, revision: 1, at, facts });

/** The story after a command that must be accepted. */
export function after(story: Story, command: Command, at: Instant): Story {
  const decision = attempt(story, command, at);
  invariant(
    decision.ok,
    `${command.type} was refused: ${decision.ok ? '' : `${decision.error.code} ${decision.error.message}`}`,
  );
  return extended(story, decision.value, decision.value.attachmentId ?? story.attachmentId);
}

/** The story after everything that is due up to an instant. */
export const until = (story: Story, at: Instant): Story =>
  story.state.stage === 'live' ? extended(story, advance(story.state, { at, facts: story.facts }), story.attachmentId) : story;

function extended(story: Story, progress: Progress, attachmentId: string): Story {
  const { invoices, creditNotes } = consequencesOf(story.state, progress);
  const { events, after: state } = progress;
  return deepFrozen({
    ...story,
    state,
    events: [...story.events, ...events],
    last: events,
    invoices: [...story.invoices, ...invoices],
    creditNotes: [...story.creditNotes, ...creditNotes],
    attachmentId,
  });
}

/** Given a story, when a command comes at an instant, then the outcome is these events, or the code of a refusal. */
export const given = (story: Story) => ({
  when(command: Command, at: Instant): RefusalCode | readonly SubscriptionEvent[] {
    const decision = attempt(story, command, at);
    return decision.ok ? decision.value.events : decision.error.code;
  },
});

export function running({ state }: Story): LiveSubscription {
  invariant(state.stage === 'live', 'the story has ended');
  return state;
}

export function ended({ state }: Story): EndedSubscription {
  invariant(state.stage === 'over', 'the story goes on');
  return state;
}

/** A document as a line of text: `2026-03-18T12:00Z change 9.03 = pool ×1 9.03 (14/31)`. */
export const documentsOf = ({ invoices, creditNotes }: Pick<Story, 'invoices' | 'creditNotes'>): readonly string[] => [
  ...invoices.map(
    ({ effectiveAt, reason, total, lines }) => `${minuteOf(effectiveAt)} ${reason} ${total.amount} = ${inWords(lines)}`,
  ),
  ...creditNotes.map(({ effectiveAt, total, lines }) => `${minuteOf(effectiveAt)} credit ${total.amount} = ${inWords(lines)}`),
];

const minuteOf = (at: Instant): string => `${at.slice(0, 16)}Z`;

const inWords = (lines: readonly InvoiceLine[]): string =>
  lines
    .map(({ offeringKey, quantity, amount, derivation: { share } }) => {
      const fraction = share.numerator === share.denominator ? '' : ` (${share.numerator}/${share.denominator})`;
      return `${offeringKey} ×${quantity} ${amount.amount}${fraction}`;
    })
    .join(', ');
