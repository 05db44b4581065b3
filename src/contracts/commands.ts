import type { RefusalCode } from '../domain/refusal.ts';
import type { DueKind } from '../domain/subscription/life/due.ts';
import type { Actor } from '../domain/subscription/model/actor.ts';
import type { CommandType } from '../domain/subscription/model/commands.ts';
import type { changeKinds } from '../domain/subscription/model/pending-change.ts';

// No zod here: this file is part of the workflow bundle. The wire form of each command is in wire/subscription/commands.ts.

/** What everybody else needs to know of a command: its handler is the domain's, its wire form is beside the schemas. */
interface CommandRow<T extends CommandType> {
  /** The activity that decides it and the operation id of its route: what operators and clients read. */
  readonly activity: string;
  /** What it does, in the words of its route. */
  readonly summary: string;
  /** As what it falls due where it can be scheduled; null where it happens at once or not at all. */
  readonly due: T extends keyof typeof changeKinds ? (typeof changeKinds)[T] : null;
  /** Who may send it; the first where it does not say. */
  readonly senders: readonly [Actor, ...(readonly Actor[])];
  /** Why its handler refuses it, beside the refusals that all commands share. */
  readonly refusals: readonly RefusalCode[];
}

const anyone = ['admin', 'customer'] as const;

/** Why somebody may not buy an add-on, or more of it. */
const refusalsOfBuying = [
  'add_on_archived',
  'add_on_blocked_in_trial',
  'add_on_not_launched',
  'add_on_not_linked',
  'add_on_not_visible',
  'add_on_not_in_phase',
  'add_on_restricted',
] as const satisfies readonly RefusalCode[];

/** One row for each command. The messages, activities, routes, the preview and the tables of operations.md follow from it. */
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
    summary: 'Attach an add-on, at once unless said otherwise',
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
    summary: 'Change the quantity of an add-on: more at once, fewer at the end of the period unless said otherwise',
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
    summary: 'Remove an add-on, at the end of the period unless said otherwise',
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
    summary: 'Cancel a scheduled change: everything stays as it is',
    due: null,
    senders: anyone,
    refusals: ['pending_change_not_found', 'pending_change_conflict'],
  },
  cancel: {
    activity: 'cancelSubscription',
    summary: 'Cancel a subscription, at the end of the period unless said otherwise',
    due: 'cancel',
    senders: anyone,
    refusals: ['effective_at_invalid', 'pending_change_conflict', 'subscription_ending', 'subscription_not_started'],
  },
  advanceClock: {
    activity: 'advanceClock',
    summary: 'Move the clock of a sandbox subscription: everything due on the way happens at its own instant',
    due: null,
    senders: anyone,
    refusals: ['clock_is_real_time', 'clock_cannot_go_back', 'catch_up_too_long'],
  },
} as const satisfies { readonly [T in CommandType]: CommandRow<T> };

const isCommandType = (name: string): name is CommandType => Object.hasOwn(commands, name);

/** Every command, in the order of the table. */
export const commandTypes: readonly CommandType[] = Object.keys(commands).filter(isCommandType);

/** A command on a subscription that exists: what a preview can be asked about. */
export type ExistingCommandType = Exclude<CommandType, 'create'>;

/** The commands on a subscription that exists, in the order of the table. */
export const existingCommandTypes: readonly ExistingCommandType[] = commandTypes.filter((type) => type !== 'create');

/** A command that can be scheduled. */
type ScheduledCommandType = { [T in CommandType]: (typeof commands)[T]['due'] extends null ? never : T }[CommandType];

const isScheduled = (type: CommandType): type is ScheduledCommandType => commands[type].due !== null;

/** The commands that can be scheduled: the types of a pending change. */
export const scheduledCommandTypes: readonly ScheduledCommandType[] = commandTypes.filter(isScheduled);

/** Why any command is refused when it is decided, and any preview of it. */
export const refusalsWhenDecided = ['policy_argument_forbidden', 'quote_stale'] as const satisfies readonly RefusalCode[];

/** Why any command is refused beside that: for its request id, or by the workflow and the transaction that serve it. */
export const refusalsOfDelivery = [
  'idempotency_key_reused',
  'too_many_commands',
  'decision_failed',
] as const satisfies readonly RefusalCode[];

/** Why any command on a subscription that exists is refused, and any preview of it. */
export const refusalsOnExisting = [
  'subscription_not_found',
  'subscription_ended',
  'subscription_stuck',
  'revision_mismatch',
] as const satisfies readonly RefusalCode[];

/** What falls due by itself, and the activity that does it. The names are what an operator reads in the history. */
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
