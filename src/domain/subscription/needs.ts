import type { OfferingKind } from '../catalogue/offering.ts';
import { ownValue } from '../own-value.ts';
import { type Command, type Create, orderedBase } from './commands.ts';
import type { FactQuery, Facts } from './facts.ts';
import { isOpen } from './offerings.ts';
import type { Running, Subscription } from './state.ts';

/**
 * The facts that a decision on this state needs and does not have yet. `command` is null for what falls due by itself. Load
 * them and ask again until nothing is missing: which add-ons matter is known only once the base is.
 */
export function missingFacts(state: Subscription, command: Command | null, facts: Facts): readonly FactQuery[] {
  const wanted: FactQuery[] = [];
  if (state.phase === 'running') wanted.push(...pinnedVersions(state).map((id) => ({ kind: 'version', id }) as const));
  if (command?.type === 'attachAddOn') wanted.push(...offerFacts(state, command.addOnKey, facts));
  if (command?.type === 'create' && state.phase === 'unborn') wanted.push(...orderFacts(command, facts));
  return wanted.filter((query) => isMissing(query, facts));
}

function pinnedVersions({ terms, addOns, pending }: Running): readonly string[] {
  const scheduled = pending.filter((change) => change.type === 'attachAddOn');
  const versions = [...addOns, ...scheduled, ...terms.order].flatMap(({ versionId, linkVersionId }) =>
    linkVersionId === null ? [versionId] : [versionId, linkVersionId],
  );
  return [...new Set([terms.base.versionId, ...versions])];
}

/**
 * The add-on as it is on sale, and the base where what is on sale now counts for subscriptions that pinned an earlier version: with
 * open links, and for an archived add-on.
 */
function offerFacts(state: Subscription, addOnKey: string, facts: Facts): readonly FactQuery[] {
  const addOn = onSale(facts, 'addOn', addOnKey);
  const pinned = state.phase === 'running' ? ownValue(facts.versions, state.terms.base.versionId) : undefined;
  if (pinned === undefined || pinned.kind === 'addOn') return addOn;
  const asksWhatIsOnSale = isOpen(pinned, facts) || facts.archivedAddOns.includes(addOnKey);
  return asksWhatIsOnSale ? [...addOn, ...onSale(facts, pinned.kind, pinned.key)] : addOn;
}

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
