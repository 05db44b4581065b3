import type { BaseKind } from '../../catalogue/model/offering.ts';
import type { AttachmentId } from '../../ids.ts';
import type { PolicySettings } from '../../policy/policy.ts';
import type { Cadence } from '../../time/cadence.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, Clock } from './state.ts';

interface CommandBase {
  readonly actor: Actor;
  /** The command is refused with `revision_mismatch` at any other revision. */
  readonly expectedRevision?: number;
  /** The preview whose outcome the command must have; otherwise it is refused with `quote_stale`. */
  readonly quoteId?: string;
  /** Policies for this command alone; only administrators may set them. */
  readonly policies?: PolicySettings;
}

export interface Create extends CommandBase {
  readonly type: 'create';
  readonly customerId: string;
  /** The base: exactly one of `planKey` and `singlePurchaseKey`. */
  readonly planKey?: string;
  readonly singlePurchaseKey?: string;
  readonly cadence: Cadence;
  readonly currency: string;
  readonly timeZone: string;
  /** The account type of the customer, if known; it may restrict add-ons (rule 4-19). */
  readonly accountType?: string;
  /** The role of the buyer, if known; it may restrict add-ons (rule 4-19). */
  readonly role?: string;
  readonly startAt?: Instant;
  readonly clock: Clock;
  readonly addOns: readonly { readonly addOnKey: string; readonly quantity?: string }[];
}

export interface AttachAddOn extends CommandBase {
  readonly type: 'attachAddOn';
  readonly addOnKey: string;
  readonly quantity?: string;
  readonly role?: string;
  readonly when?: 'now' | 'nextPeriod' | 'at' | 'backdate';
  /** The instant for `at` and `backdate`. */
  readonly at?: Instant;
}

export interface ChangeAddOnQuantity extends CommandBase {
  readonly type: 'changeAddOnQuantity';
  readonly attachmentId: AttachmentId;
  readonly quantity: string;
  /** The role of the buyer, for an increase (rule 4-19). */
  readonly role?: string;
  readonly when?: 'now' | 'nextPeriod' | 'periodEnd' | 'at';
  readonly at?: Instant;
}

export interface RemoveAddOn extends CommandBase {
  readonly type: 'removeAddOn';
  readonly attachmentId: AttachmentId;
  readonly when?: 'now' | 'periodEnd' | 'at';
  readonly at?: Instant;
  /** Required for an administrator to remove a mandatory add-on; shown in the timeline. */
  readonly reason?: string;
}

export interface CancelPendingChange extends CommandBase {
  readonly type: 'cancelPendingChange';
  readonly changeId: string;
}

export interface Cancel extends CommandBase {
  readonly type: 'cancel';
  readonly when?: 'now' | 'periodEnd' | 'at';
  readonly at?: Instant;
  readonly reason?: string;
}

export interface AdvanceClock extends CommandBase {
  readonly type: 'advanceClock';
  readonly to: Instant;
}

export type Command = Create | AttachAddOn | ChangeAddOnQuantity | RemoveAddOn | CancelPendingChange | Cancel | AdvanceClock;

export type CommandType = Command['type'];

/** A command on an existing subscription. */
export type CommandOnExisting = Exclude<Command, Create>;

/** The commands on an existing subscription by type. */
export type CommandsOnExisting = { readonly [C in CommandOnExisting as C['type']]: C };

type WithoutQuote<C> = C extends Command ? Omit<C, 'quoteId'> : never;

/** A command as it is stored with its decision; of its quote only the fingerprint (ADR 0032, 0049). */
export type KeptCommand = WithoutQuote<Command> & { readonly quoteHash?: string };

/** The kind and key of the ordered base. The wire schema guarantees exactly one key. */
export const orderedBase = ({ planKey, singlePurchaseKey }: Create): { readonly kind: BaseKind; readonly key: string } =>
  planKey === undefined ? { kind: 'singlePurchase', key: singlePurchaseKey ?? '' } : { kind: 'plan', key: planKey };
