import type { OfferingKind } from '../catalogue/model/offering.ts';
import type { VersionId } from '../ids.ts';
import { ownValue } from '../own-value.ts';
import { type Command, type CommandType, type Create, orderedBase } from './model/commands.ts';
import type { FactQuery, Facts } from './model/facts.ts';
import { hasOpenLinks } from './offer/offerings.ts';
import type { LiveSubscription, Subscription } from './model/state.ts';

/**
 * The facts that a decision on this state needs and does not have. `command` is null for due things. Load them and call again until
 * the list is empty: the base must be known to find its add-ons.
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

/** The versions on sale of the bought add-ons, and of the base if links are open or an add-on is archived (semantics rows 10, 21). */
function linkFacts(state: LiveSubscription, command: Command | null, facts: Facts): readonly FactQuery[] {
  const pinned = facts.versions[state.terms.base.versionId];
  const bought = boughtAddOns(state, command);
  const addOns = bought.flatMap((key) => versionOnSale(facts, 'addOn', key));
  if (pinned === undefined || pinned.kind === 'addOn') return addOns;
  const isArchived = bought.some((key) => facts.archivedAddOns.includes(key));
  const needsVersionOnSale = isArchived || (hasOpenLinks(pinned, state.terms, facts) && dependsOnLinks(state, command));
  return needsVersionOnSale ? [...addOns, ...versionOnSale(facts, pinned.kind, pinned.key)] : addOns;
}

/** The keys of the add-ons that a command may buy, once due attaches are done. */
function boughtAddOns({ attachments, pending, terms }: LiveSubscription, command: Command | null): readonly string[] {
  if (command?.type === 'attachAddOn') return [command.addOnKey];
  if (command?.type !== 'changeAddOnQuantity' || command.actor === 'admin') return [];
  const attached = attachments.filter(({ id }) => id === command.attachmentId);
  const upcoming = [...pending.filter((change) => change.type === 'attachAddOn'), ...terms.order];
  return [...new Set((attached.length > 0 ? attached : upcoming).map(({ addOnKey }) => addOnKey))];
}

/** Whether the decision depends on links: a change of add-ons, or an end of the subscription. */
const dependsOnLinks = ({ pending }: LiveSubscription, command: Command | null): boolean =>
  linkedCommands.some((type) => type === command?.type) || pending.some(({ type }) => type === 'cancel');

const linkedCommands: readonly CommandType[] = ['attachAddOn', 'changeAddOnQuantity', 'removeAddOn', 'cancel'];

function orderFacts(command: Create, facts: Facts): readonly FactQuery[] {
  const { kind, key } = orderedBase(command);
  const baseId = ownValue(facts.launched[kind], key);
  const base = baseId === undefined || baseId === null ? undefined : ownValue(facts.versions, baseId);
  if (base === undefined || base.kind === 'addOn') return versionOnSale(facts, kind, key);
  const mandatory = base.addOns.filter(({ requirement }) => requirement === 'mandatory');
  const keys = new Set([...mandatory, ...command.addOns].map(({ addOnKey }) => addOnKey));
  return [...keys].flatMap((addOnKey) => versionOnSale(facts, 'addOn', addOnKey));
}

/** Asks for the id of the version on sale under a key, then for the version. */
function versionOnSale(facts: Facts, offering: OfferingKind, key: string): readonly FactQuery[] {
  const id = ownValue(facts.launched[offering], key);
  if (id === undefined) return [{ kind: 'launched', offering, key }];
  return id === null ? [] : [{ kind: 'version', id }];
}

const isMissing = (query: FactQuery, facts: Facts): boolean =>
  query.kind === 'version'
    ? ownValue(facts.versions, query.id) === undefined
    : ownValue(facts.launched[query.offering], query.key) === undefined;
