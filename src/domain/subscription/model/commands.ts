import type { BaseKind } from '../../catalogue/model/offering.ts';
import type { PolicySettings } from '../../policy/policy.ts';
import type { Cadence } from '../../time/cadence.ts';
import type { Instant } from '../../time/instant.ts';
import type { Actor, Clock } from './state.ts';

interface Commanded {
  readonly actor: Actor;
  /** Refused with `revision_mismatch` unless the subscription is at this revision. */
  readonly expectedRevision?: number;
  /** Applied exactly as this preview said, or refused with `quote_stale`. */
  readonly quoteId?: string;
  /** Policies set for this command alone; only an admin may. */
  readonly policies?: PolicySettings;
}

export interface Create extends Commanded {
  readonly type: 'create';
  readonly customerId: string;
  /** What is bought: a plan, or else a single purchase. */
  readonly planKey?: string;
  readonly singlePurchaseKey?: string;
  readonly cadence: Cadence;
  readonly currency: string;
  readonly timeZone: string;
  /** What kind of customer it is, where that is known: some add-ons are sold to some kinds only (rule 4-19). */
  readonly accountType?: string;
  /** The role of who buys, where that is known: some add-ons are sold to some roles only (rule 4-19). */
  readonly role?: string;
  readonly startAt?: Instant;
  readonly clock: Clock;
  readonly addOns: readonly { readonly addOnKey: string; readonly quantity?: string }[];
}

export interface AttachAddOn extends Commanded {
  readonly type: 'attachAddOn';
  readonly addOnKey: string;
  readonly quantity?: string;
  readonly role?: string;
  readonly when?: 'now' | 'nextPeriod' | 'at' | 'backdate';
  /** The instant for `at` and `backdate`. */
  readonly at?: Instant;
}

export interface ChangeAddOnQuantity extends Commanded {
  readonly type: 'changeAddOnQuantity';
  readonly attachmentId: string;
  readonly quantity: string;
  /** The role of who buys more. */
  readonly role?: string;
  readonly when?: 'now' | 'nextPeriod' | 'periodEnd' | 'at';
  readonly at?: Instant;
}

export interface RemoveAddOn extends Commanded {
  readonly type: 'removeAddOn';
  readonly attachmentId: string;
  readonly when?: 'now' | 'periodEnd' | 'at';
  readonly at?: Instant;
  /** Needed when an admin removes a mandatory add-on; kept in the timeline. */
  readonly reason?: string;
}

export interface CancelPendingChange extends Commanded {
  readonly type: 'cancelPendingChange';
  readonly changeId: string;
}

export interface Cancel extends Commanded {
  readonly type: 'cancel';
  readonly when?: 'now' | 'periodEnd' | 'at';
  readonly at?: Instant;
  readonly reason?: string;
}

export interface AdvanceClock extends Commanded {
  readonly type: 'advanceClock';
  readonly to: Instant;
}

export type Command = Create | AttachAddOn | ChangeAddOnQuantity | RemoveAddOn | CancelPendingChange | Cancel | AdvanceClock;

export type CommandType = Command['type'];

/** A command on a subscription that exists. */
export type CommandOnExisting = Exclude<Command, Create>;

/** Those commands by their types. */
export type CommandsOnExisting = { readonly [C in CommandOnExisting as C['type']]: C };

type WithoutQuote<C> = C extends Command ? Omit<C, 'quoteId'> : never;

/** A command as it is kept with its decision, to be decided again with another input: of its quote only the fingerprint. */
export type KeptCommand = WithoutQuote<Command> & { readonly quoteHash?: string };

/** What an order is for. The edge lets exactly one of the two keys through. */
export const orderedBase = ({ planKey, singlePurchaseKey }: Create): { readonly kind: BaseKind; readonly key: string } =>
  planKey === undefined ? { kind: 'singlePurchase', key: singlePurchaseKey ?? '' } : { kind: 'plan', key: planKey };
