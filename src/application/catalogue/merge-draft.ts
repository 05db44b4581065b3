import { withModelName } from '../../domain/pricing/price-model-name.ts';
import { accepted, type Issue, type Result } from '../../domain/refusal.ts';
import { invalidOffering } from '../../domain/refusals/catalogue.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A draft with a merged change, in the caller's form and unchecked. */
export interface Merged {
  readonly value: Fields;
  /** JSON pointers of merged parts with their pointers in the change: `/rateCards/2` may come from `/rateCards/0`. */
  readonly sources: ReadonlyMap<string, string>;
}

/** The JSON pointers of a part in the merged draft and in the change. */
interface Place {
  readonly whole: string;
  readonly change: string;
  readonly depth: number;
}

/** Drafts are not nested deeper. Deeper values are not merged, and refused later. */
const maxDepth = 12;

/** Collected while merging. */
interface MergeNotes {
  readonly sources: Map<string, string>;
  readonly missing: Issue[];
}

/**
 * Merges a change into a draft. Objects merge by field, null removes a field, lists are replaced (RFC 7396). Phases, rate cards,
 * prices and links merge item by item, by their keys; `remove: true` removes one. Refuses `invalid_offering` if an item to remove
 * does not exist, with pointers into the change.
 */
export function mergeDraft(draft: Fields, change: Fields): Result<Merged> {
  const notes: MergeNotes = { sources: new Map(), missing: [] };
  const value = mergeFields(draft, change, { whole: '', change: '', depth: 0 }, notes);
  if (notes.missing.length === 0) return accepted({ value, sources: notes.sources });
  const { missing: issues } = notes;
  return invalidOffering(issues);
}

/** Converts a pointer into the merged draft to one into the change; unchanged for parts that the change does not contain. */
export function toChange(sources: Merged['sources'], pointer: string): string {
  const parts = pointer.split('/');
  for (let length = parts.length; length > 1; length -= 1) {
    const source = sources.get(parts.slice(0, length).join('/'));
    if (source !== undefined) return [source, ...parts.slice(length)].join('/');
  }
  return pointer;
}

function mergeFields(before: Fields, change: Fields, place: Place, notes: MergeNotes): Fields {
  const merged = new Map(Object.entries(before));
  for (const [field, stated] of Object.entries(change)) {
    if (stated === null) merged.delete(field);
    else merged.set(field, mergeField(field, { before: merged.get(field), stated }, below(place, field), notes));
  }
  return Object.fromEntries(merged);
}

const below = ({ whole, change, depth }: Place, part: string): Place => ({
  whole: `${whole}/${part}`,
  change: `${change}/${part}`,
  depth: depth + 1,
});

function mergeField(
  field: string,
  { before, stated }: { readonly before: unknown; readonly stated: unknown },
  place: Place,
  notes: MergeNotes,
): unknown {
  const rule = namedLists.get(field);
  if (rule !== undefined && Array.isArray(stated))
    return mergeList(Array.isArray(before) ? before.filter(isFields) : [], stated.filter(isFields), { rule, place, notes });
  if (!isFields(stated) || place.depth > maxDepth) return stated;
  const isOfOneKind = isFields(before) && (stated['kind'] === undefined || stated['kind'] === before['kind']);
  return mergeFields(isOfOneKind ? before : {}, stated, place, notes);
}

/** How the items of a list are identified. */
interface ListRule {
  readonly noun: string;
  readonly indexOf: (items: readonly Fields[], stated: Fields) => number;
}

const byField = (noun: string, field: string): ListRule => ({
  noun,
  indexOf: (items, stated) => items.findIndex((item) => item[field] === stated[field]),
});

const namedLists: ReadonlyMap<string, ListRule> = new Map([
  ['rateCards', byField('rate card', 'key')],
  ['phases', byField('phase', 'key')],
  ['addOns', byField('link', 'addOnKey')],
  ['prices', { noun: 'price', indexOf: indexOfPrice }],
]);

/** By the key, or else by currency and cadence, and in a link by rate card too. Prefers a price on sale to an archived one. */
function indexOfPrice(prices: readonly Fields[], stated: Fields): number {
  if (stated['key'] !== undefined) return prices.findIndex(({ key }) => key === stated['key']);
  const hasSameIdentity = (price: Fields): boolean => identityOf(price) === identityOf(stated);
  const onSale = prices.findIndex((price) => hasSameIdentity(price) && price['archived'] !== true);
  return onSale === -1 ? prices.findIndex(hasSameIdentity) : onSale;
}

const identityOf = ({ rateCardKey, currency, cadence }: Fields): string =>
  JSON.stringify([rateCardKey, currency, isFields(cadence) ? [cadence['every'], cadence['unit']] : cadence]);

/** Removes items first, so that the places of the others are those in the merged draft. */
function mergeList(
  before: readonly Fields[],
  changes: readonly Fields[],
  { rule, place, notes }: { readonly rule: ListRule; readonly place: Place; readonly notes: MergeNotes },
): readonly Fields[] {
  const items = [...before];
  changes.forEach((stated, index) => {
    if (stated['remove'] !== true) return;
    const at = rule.indexOf(items, stated);
    if (at !== -1) items.splice(at, 1);
    else
      notes.missing.push({
        pointer: `${place.change}/${index}`,
        code: 'nothing_to_remove',
        detail: `The ${rule.noun} that is to be removed was not found.`,
      });
  });
  changes.forEach((stated, index) => {
    if (stated['remove'] === true) return;
    const found = rule.indexOf(items, stated);
    const at = found === -1 ? items.length : found;
    const whole = `${place.whole}/${at}`;
    const change = `${place.change}/${index}`;
    notes.sources.set(whole, change);
    items[at] = mergeItem(items[at] ?? {}, stated, { whole, change, depth: place.depth + 1 }, notes);
  });
  return items;
}

/** The fields of a price that belong to its model; a change of model drops them. */
const modelFields = new Set([
  'amount',
  'unitAmount',
  'tiers',
  'size',
  'percent',
  'fixedAmount',
  'minimumAmount',
  'maximumAmount',
]);

function mergeItem(before: Fields, change: Fields, place: Place, notes: MergeNotes): Fields {
  const named = withModelName(change);
  const stated = isFields(named) ? named : change;
  const isOtherModel = stated['model'] !== undefined && stated['model'] !== before['model'];
  const kept = isOtherModel ? Object.entries(before).filter(([field]) => !modelFields.has(field)) : Object.entries(before);
  return mergeFields(Object.fromEntries(kept), stated, place, notes);
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
