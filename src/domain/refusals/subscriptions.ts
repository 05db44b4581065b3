import type { Refused } from '../refusal.ts';
import type { SubscriptionId } from '../ids.ts';
import type { Instant } from '../time/instant.ts';
import { refused } from './refused.ts';
import { quoted } from './words.ts';

interface OfSubscription {
  readonly subscriptionId: SubscriptionId;
}

/** What finds no launched version of the base that it names. `pointer` is to the key. */
interface Unlaunched {
  readonly key: string;
  readonly pointer: string;
}

export const planNotLaunched = ({ key, pointer }: Unlaunched): Refused => notOnSale('plan_not_launched', { key, pointer });

export const singlePurchaseNotLaunched = ({ key, pointer }: Unlaunched): Refused =>
  notOnSale('single_purchase_not_launched', { key, pointer });

function notOnSale(code: 'plan_not_launched' | 'single_purchase_not_launched', { key, pointer }: Unlaunched): Refused {
  const detail = `${quoted(key)} is not on sale: launch it, or unarchive it, first.`;
  return refused(code, detail, { issues: [{ code, pointer, detail }] });
}

export const subscriptionNotFound = ({ subscriptionId }: OfSubscription): Refused =>
  refused('subscription_not_found', `The subscription ${quoted(subscriptionId)} was not found.`);

export const subscriptionAlreadyExists = ({ subscriptionId }: OfSubscription): Refused =>
  refused('subscription_already_exists', `The subscription ${quoted(subscriptionId)} already exists.`);

/** A command to a subscription that is over; null where its end is not known. */
export const subscriptionEnded = ({ endedAt }: { readonly endedAt: Instant | null }): Refused =>
  endedAt === null
    ? refused('subscription_ended', 'The subscription has ended: create a new one.')
    : refused('subscription_ended', `The subscription ended at ${endedAt}: create a new one.`, { meta: { endedAt } });

/** A change at or after the end that the pending change `changeId` brings. */
export const subscriptionEnding = ({ changeId, endsAt }: { readonly changeId: string; readonly endsAt: Instant }): Refused =>
  refused('subscription_ending', `The subscription ends at ${endsAt}: cancel the pending change ${quoted(changeId)} first.`, {
    meta: { changeId, endsAt },
  });

/** What needs a running period. */
export const subscriptionNotStarted = ({ startAt }: { readonly startAt: Instant }): Refused =>
  refused('subscription_not_started', `The subscription starts at ${startAt}: wait until then, or cancel it.`, {
    meta: { startAt },
  });

/** A command that could only be decided after something due, of this kind, that fails. */
export const subscriptionStuck = ({
  dueAt,
  kind,
  incidentId,
}: {
  readonly dueAt: Instant;
  readonly kind?: string;
  readonly incidentId: string;
}): Refused =>
  refused(
    'subscription_stuck',
    `Nothing was changed: what is due at ${dueAt} comes first and fails. Annex retries it: repeat the command later, or report the incident ${quoted(incidentId)} to the operator.`,
    { meta: { dueAt, ...(kind === undefined ? {} : { kind }), incidentId } },
  );

/** A fault of our own; the log has its cause. */
export const decisionFailed = ({ incidentId }: { readonly incidentId: string }): Refused =>
  refused(
    'decision_failed',
    `The command failed by an internal error, and nothing was changed: report the incident ${quoted(incidentId)} to the operator.`,
    { meta: { incidentId } },
  );

/** A command that finds the inbox of its subscription full. */
export const tooManyCommands = (): Refused =>
  refused(
    'too_many_commands',
    `Too many commands wait for this subscription: repeat this one later with the same ${quoted('Idempotency-Key')}.`,
  );
