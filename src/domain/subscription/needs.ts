import type { OfferingKind } from '../catalogue/model/offering.ts';
import type { VersionId } from '../ids.ts';
import { ownValue } from '../own-value.ts';
import { type Command, type CommandType, type Create, orderedBase } from './model/commands.ts';
import type { FactQuery, Facts } from './model/facts.ts';
import { isOpen } from './offer/offerings.ts';
import type { LiveSubscription, Subscription } from './model/state.ts';

/**
 * The facts that a decision on this state needs and does not have yet. `command` is null for what falls due by itself. Load
 * them and ask again until nothing is missing: which add-ons matter is known only once the base is.
 */
export function missingFacts(state: Subscription, command: Command | null, facts: Facts): readonly FactQuery[] {
  const wanted: FactQuery[] = [];
  if (state.stage === 'live') {
    wanted.push(...pinnedVersions(state).map((id) => ({ kind: 'version', id }) as const));
    wanted.push(...linkFacts(state, command, facts));
  }
  if (command?.type === 'create' && state.stage === 'new') wanted.push(...orderFacts(command, facts));
  return wanted.filter((query) => isMissing(query, facts));
}

function pinnedVersions({ terms, attachments, pending, unbilled }: LiveSubscription): readonly VersionId[] {
  const waiting = unbilled.flatMap(({ sold }) => (sold === undefined ? [] : [sold]));
  const scheduled = pending.filter((change) => change.type === 'attachAddOn');
  const versions = [...attachments, ...scheduled, ...terms.order, ...waiting].flatMap(({ versionId, linkVersionId }) =>
    linkVersionId === null ? [versionId] : [versionId, linkVersionId],
  );
  return [...new Set([terms.base.versionId, ...versions])];
}

/**
 * What is bought as it is on sale, and the base as it is on sale where its links count for subscriptions that pinned an earlier
 * version: with open links, and for an archived add-on.
 */
function linkFacts(state: LiveSubscription, command: Command | null, facts: Facts): readonly FactQuery[] {
  const pinned = facts.versions[state.terms.base.versionId];
  const bought = boughtAddOns(state, command);
  const addOns = bought.flatMap((key) => onSale(facts, 'addOn', key));
  if (pinned === undefined || pinned.kind === 'addOn') return addOns;
  const isArchived = bought.some((key) => facts.archivedAddOns.includes(key));
  const asksWhatIsOnSale = isArchived || (isOpen(pinned, state.terms, facts) && looksAtLinks(state, command));
  return asksWhatIsOnSale ? [...addOns, ...onSale(facts, pinned.kind, pinned.key)] : addOns;
}

/** The keys of the add-ons that a command buys, or may buy once what is due has begun. */
function boughtAddOns({ attachments, pending, terms }: LiveSubscription, command: Command | null): readonly string[] {
  if (command?.type === 'attachAddOn') return [command.addOnKey];
  if (command?.type !== 'changeAddOnQuantity' || command.actor === 'admin') return [];
  const attached = attachments.filter(({ id }) => id === command.attachmentId);
  const toCome = [...pending.filter((change) => change.type === 'attachAddOn'), ...terms.order];
  return [...new Set((attached.length > 0 ? attached : toCome).map(({ addOnKey }) => addOnKey))];
}

/** Whether the links of the base have a say: in what is done to add-ons, and in how they end with the subscription. */
const looksAtLinks = ({ pending }: LiveSubscription, command: Command | null): boolean =>
  linkedCommands.some((type) => type === command?.type) || pending.some(({ type }) => type === 'cancel');

const linkedCommands: readonly CommandType[] = ['attachAddOn', 'changeAddOnQuantity', 'removeAddOn', 'cancel'];

function orderFacts(command: Create, facts: Facts): readonly FactQuery[] {
  const { kind, key } = orderedBase(command);
  const baseId = ownValue(facts.launched[kind], key);
  const base = baseId === undefined || baseId === null ? undefined : ownValue(facts.versions, baseId);
  if (base === undefined || base.kind === 'addOn') return onSale(facts, kind, key);
  const mandatory = base.addOns.filter(({ requirement }) => requirement === 'mandatory');
  const keys = new Set([...mandatory, ...command.addOns].map(({ addOnKey }) => addOnKey));
  return [...keys].flatMap((addOnKey) => onSale(facts, 'addOn', addOnKey));
}

/** What is on sale under a key, and then that version. */
function onSale(facts: Facts, offering: OfferingKind, key: string): readonly FactQuery[] {
  const id = ownValue(facts.launched[offering], key);
  if (id === undefined) return [{ kind: 'launched', offering, key }];
  return id === null ? [] : [{ kind: 'version', id }];
}

const isMissing = (query: FactQuery, facts: Facts): boolean =>
  query.kind === 'version'
    ? ownValue(facts.versions, query.id) === undefined
    : ownValue(facts.launched[query.offering], query.key) === undefined;
