import type { RefusalCode } from '../domain/refusal.ts';
import type { DueKind } from '../domain/subscription/life/due.ts';
import type { Actor } from '../domain/subscription/model/actor.ts';
import type { CommandType } from '../domain/subscription/model/commands.ts';
import type { changeKinds } from '../domain/subscription/model/pending-change.ts';

// No zod here: this file is part of the workflow bundle. The wire form of each command is in wire/subscription/commands.ts.

/** A command as the layers around the domain see it. The domain has its handler, `wire` its schema. */
interface CommandRow<T extends CommandType> {
  /** The name of its activity and the operation id of its route. */
  readonly activity: string;
  /** The summary of its route in the OpenAPI document. */
  readonly summary: string;
  /** The due kind of the scheduled command; null if it cannot be scheduled. */
  readonly due: T extends keyof typeof changeKinds ? (typeof changeKinds)[T] : null;
  /** Who may send it; the first is the default. */
  readonly senders: readonly [Actor, ...(readonly Actor[])];
  /** The refusal codes of its handler, without those that all commands share. */
  readonly refusals: readonly RefusalCode[];
}

const anyone = ['admin', 'customer'] as const;

/** Refusals of buying an add-on or increasing its quantity. */
const refusalsOfBuying = [
  'add_on_archived',
  'add_on_blocked_in_trial',
  'add_on_not_launched',
  'add_on_not_linked',
  'add_on_not_visible',
  'add_on_not_in_phase',
  'add_on_restricted',
] as const satisfies readonly RefusalCode[];

/** One row for each command, from which messages, activities, routes, previews and the tables of operations.md are derived. */
export const commands = {
  create: {
    activity: 'createSubscription',
    summary: 'Subscribe a customer to a plan, or sell a single purchase',
    due: null,
    senders: anyone,
    refusals: [
      'not_found',
      'plan_not_launched',
      'single_purchase_not_launched',
      'price_not_found',
      'add_on_already_attached',
      ...refusalsOfBuying,
      'entitlement_not_extendable',
      'price_not_chargeable',
      'max_instances_exceeded',
      'quantity_required',
      'quantity_invalid',
      'catch_up_too_long',
      'effective_at_invalid',
      'subscription_already_exists',
    ],
  },
  attachAddOn: {
    activity: 'attachAddOn',
    summary: 'Attach an add-on, by default immediately',
    due: 'scheduledChange',
    senders: anyone,
    refusals: [
      'add_on_already_attached',
      ...refusalsOfBuying,
      'entitlement_not_extendable',
      'price_not_chargeable',
      'backdate_before_start',
      'catch_up_too_long',
      'effective_at_invalid',
      'max_instances_exceeded',
      'pending_change_conflict',
      'price_not_found',
      'quantity_invalid',
      'quantity_required',
      'subscription_ending',
      'subscription_not_started',
    ],
  },
  changeAddOnQuantity: {
    activity: 'changeAddOnQuantity',
    summary: 'Change the quantity of an add-on: by default, an increase immediately, a decrease at the end of the period',
    due: 'scheduledChange',
    senders: anyone,
    refusals: [
      'attachment_not_found',
      'effective_at_invalid',
      'pending_change_conflict',
      'subscription_ending',
      'subscription_not_started',
      ...refusalsOfBuying,
      'max_instances_exceeded',
      'quantity_invalid',
      'quantity_unchanged',
    ],
  },
  removeAddOn: {
    activity: 'removeAddOn',
    summary: 'Remove an add-on, by default at the end of the period',
    due: 'addOnEnd',
    senders: anyone,
    refusals: [
      'attachment_not_found',
      'effective_at_invalid',
      'pending_change_conflict',
      'subscription_ending',
      'subscription_not_started',
      'add_on_mandatory',
    ],
  },
  cancelPendingChange: {
    activity: 'cancelPendingChange',
    summary: 'Cancel a scheduled change',
    due: null,
    senders: anyone,
    refusals: ['pending_change_not_found', 'pending_change_conflict'],
  },
  cancel: {
    activity: 'cancelSubscription',
    summary: 'Cancel a subscription, by default at the end of the period',
    due: 'cancel',
    senders: anyone,
    refusals: ['effective_at_invalid', 'pending_change_conflict', 'subscription_ending', 'subscription_not_started'],
  },
  advanceClock: {
    activity: 'advanceClock',
    summary: 'Advance the clock of a sandbox subscription and process everything that falls due',
    due: null,
    senders: anyone,
    refusals: ['clock_is_real_time', 'clock_cannot_go_back', 'catch_up_too_long'],
  },
} as const satisfies { readonly [T in CommandType]: CommandRow<T> };

const isCommandType = (name: string): name is CommandType => Object.hasOwn(commands, name);

/** Every command, in the order of the table. */
export const commandTypes: readonly CommandType[] = Object.keys(commands).filter(isCommandType);

/** A command on an existing subscription: one that can be previewed. */
export type ExistingCommandType = Exclude<CommandType, 'create'>;

/** The commands on an existing subscription, in the order of the table. */
export const existingCommandTypes: readonly ExistingCommandType[] = commandTypes.filter((type) => type !== 'create');

type ScheduledCommandType = { [T in CommandType]: (typeof commands)[T]['due'] extends null ? never : T }[CommandType];

const isScheduled = (type: CommandType): type is ScheduledCommandType => commands[type].due !== null;

/** The commands that can be scheduled: the command types of pending changes. */
export const scheduledCommandTypes: readonly ScheduledCommandType[] = commandTypes.filter(isScheduled);

/** Refusals of every command at its decision, and of its preview. */
export const refusalsWhenDecided = ['policy_argument_forbidden', 'quote_stale'] as const satisfies readonly RefusalCode[];

/** Further refusals of every command: of its request id, by the workflow, and by the transaction. */
export const refusalsOfDelivery = [
  'idempotency_key_reused',
  'too_many_commands',
  'decision_failed',
] as const satisfies readonly RefusalCode[];

/** Further refusals of every command on an existing subscription, and of its preview. */
export const refusalsOnExisting = [
  'subscription_not_found',
  'subscription_ended',
  'subscription_stuck',
  'revision_mismatch',
] as const satisfies readonly RefusalCode[];

/** The activity of each due kind, as operators read it in the workflow history. */
export const dueActivities = {
  start: 'startSubscription',
  trialEnd: 'endTrial',
  renewal: 'renewPeriod',
  scheduledChange: 'applyScheduledChange',
  cancel: 'endSubscription',
  addOnEnd: 'endAddOn',
  windowReset: 'resetUsageWindow',
  deferredInvoice: 'issueDeferredInvoice',
} as const satisfies Record<DueKind, string>;

export type DecisionActivity = (typeof dueActivities)[DueKind] | (typeof commands)[CommandType]['activity'];
