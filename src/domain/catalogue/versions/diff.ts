import { placedCards } from '../model/card-places.ts';
import type { LinkPrice, OfferingVersion, PlanAddOn } from '../model/offering.ts';
import type { PricePoint, RateCard } from '../model/rate-card.ts';
import { sameEntitlement, sameTerms } from '../model/same-terms.ts';
import { sameValue } from '../model/same-value.ts';

/** Who is affected by a change: all subscriptions at once, or new ones only (semantics row 20). */
type Affects = 'newSubscriptions' | 'inPlace';

/**
 * One difference. `pointer` is into the document of the later version, for a removal into that of the earlier one; `from` and `to`
 * are parts of these documents, null where absent. The document of a price has tax and sale status in its `presentation`.
 */
export interface VersionChange {
  readonly code: string;
  readonly pointer: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly affects: Affects;
}

type FieldRule = { readonly code: string; readonly affects: Affects };
type FieldRules = Readonly<Record<string, FieldRule>>;

const offeringFields: FieldRules = {
  name: { code: 'name_changed', affects: 'inPlace' },
  displayName: { code: 'display_name_changed', affects: 'inPlace' },
  description: { code: 'description_changed', affects: 'inPlace' },
  imageUrl: { code: 'image_changed', affects: 'inPlace' },
  unit: { code: 'unit_names_changed', affects: 'inPlace' },
  customFields: { code: 'custom_fields_changed', affects: 'inPlace' },
  visibility: { code: 'visibility_changed', affects: 'inPlace' },
  trialDays: { code: 'trial_changed', affects: 'newSubscriptions' },
  phases: { code: 'phases_changed', affects: 'newSubscriptions' },
  instance: { code: 'instance_changed', affects: 'newSubscriptions' },
  restrictions: { code: 'restrictions_changed', affects: 'newSubscriptions' },
  policies: { code: 'policies_changed', affects: 'newSubscriptions' },
};

const cardFields: FieldRules = {
  name: { code: 'rate_card_name_changed', affects: 'inPlace' },
  featureKey: { code: 'feature_changed', affects: 'newSubscriptions' },
};

const editablePriceFields: FieldRules = {
  externalName: { code: 'price_external_name_changed', affects: 'inPlace' },
  internalName: { code: 'price_internal_name_changed', affects: 'inPlace' },
  description: { code: 'price_description_changed', affects: 'inPlace' },
  showDescriptionInInvoices: { code: 'invoice_description_flag_changed', affects: 'inPlace' },
  showDescriptionInQuotes: { code: 'quote_description_flag_changed', affects: 'inPlace' },
  invoiceNotes: { code: 'invoice_notes_changed', affects: 'inPlace' },
  sku: { code: 'sku_changed', affects: 'inPlace' },
  accountingCode: { code: 'accounting_code_changed', affects: 'inPlace' },
  accountingCategory: { code: 'accounting_category_changed', affects: 'inPlace' },
  tax: { code: 'tax_changed', affects: 'inPlace' },
  // Subscribers of an archived price keep it (rule 3-44).
  archived: { code: 'price_archived_changed', affects: 'newSubscriptions' },
};

/** Compares two versions of an offering: its fields, its rate cards and its links. */
export const diffVersions = (from: OfferingVersion, to: OfferingVersion): readonly VersionChange[] => [
  ...fieldChanges(from, to, { rules: offeringFields, pointer: '' }),
  ...listChanges(cardsOf(from), cardsOf(to), { noun: 'rate_card', keyOf, compare: cardChanges, documentOf: cardDocument }),
  ...listChanges(inList(linksOf(from), '/addOns'), inList(linksOf(to), '/addOns'), {
    noun: 'link',
    keyOf: ({ addOnKey }) => addOnKey,
    compare: linkChanges,
    documentOf: linkDocument,
  }),
];

const keyOf = ({ key }: { readonly key: string }): string => key;

const linksOf = (version: OfferingVersion) => (version.kind === 'addOn' ? [] : version.addOns);

/** The differences of a link and of its prices, which are matched by key; ids are ignored. */
function linkChanges(from: PlanAddOn, to: PlanAddOn, pointer: string): readonly VersionChange[] {
  const { prices: before, ...link } = from;
  const { prices: after, ...linkAfter } = to;
  return [
    ...termChange('link_changed', link, linkAfter, pointer),
    ...listChanges(inList(before, `${pointer}/prices`), inList(after, `${pointer}/prices`), {
      noun: 'link_price',
      keyOf: ({ price }) => price.key,
      compare: linkPriceChanges,
      documentOf: linkPriceDocument,
    }),
  ];
}

const linkPriceChanges = (from: LinkPrice, to: LinkPrice, pointer: string): readonly VersionChange[] =>
  from.rateCardKey === to.rateCardKey && sameTerms(from.price, to.price)
    ? []
    : termChange('link_price_changed', linkPriceDocument(from), linkPriceDocument(to), pointer);

const cardsOf = (version: OfferingVersion): readonly Listed<RateCard>[] =>
  placedCards(version).map(({ card, pointer }) => ({ item: card, pointer }));

const cardChanges = (from: RateCard, to: RateCard, pointer: string): readonly VersionChange[] => [
  ...termChange('rate_card_phase_changed', from.phase, to.phase, pointer),
  ...fieldChanges(from, to, { rules: cardFields, pointer }),
  ...(sameEntitlement(from.entitlement, to.entitlement)
    ? []
    : termChange('entitlement_changed', from.entitlement, to.entitlement, `${pointer}/entitlement`)),
  ...listChanges(inList(from.prices, `${pointer}/prices`), inList(to.prices, `${pointer}/prices`), {
    noun: 'price',
    keyOf,
    compare: priceChanges,
    documentOf: priceDocument,
  }),
];

const priceChanges = (from: PricePoint, to: PricePoint, pointer: string): readonly VersionChange[] => [
  ...(sameTerms(from, to) ? [] : termChange('price_changed', priceDocument(from), priceDocument(to), pointer)),
  ...fieldChanges(presentationDocument(from), presentationDocument(to), {
    rules: editablePriceFields,
    pointer: `${pointer}/presentation`,
  }),
];

const presentationDocument = ({ presentation, tax, archived }: PricePoint): object => ({ ...presentation, tax, archived });

function priceDocument(price: PricePoint): object {
  const { tax: _tax, archived: _archived, ...terms } = price;
  return { ...terms, presentation: presentationDocument(price) };
}

const cardDocument = (card: RateCard): object => ({ ...card, prices: card.prices.map(priceDocument) });

const linkPriceDocument = ({ rateCardKey, price }: LinkPrice): object => ({ rateCardKey, price: priceDocument(price) });

const linkDocument = (link: PlanAddOn): object => ({ ...link, prices: link.prices.map(linkPriceDocument) });

const termChange = (code: string, from: unknown, to: unknown, pointer: string): readonly VersionChange[] =>
  sameValue(from, to) ? [] : [{ code, pointer, from, to, affects: 'newSubscriptions' }];

/** One change for each field of `rules` that differs. */
function fieldChanges(
  from: object,
  to: object,
  { rules, pointer }: { readonly rules: FieldRules; readonly pointer: string },
): readonly VersionChange[] {
  const before = new Map<string, unknown>(Object.entries(from));
  const after = new Map<string, unknown>(Object.entries(to));
  return Object.entries(rules).flatMap(([field, rule]) => {
    const change = { from: before.get(field) ?? null, to: after.get(field) ?? null };
    return sameValue(change.from, change.to) ? [] : [{ ...rule, ...change, pointer: `${pointer}/${field}` }];
  });
}

/** An item with its place in its version. */
interface Listed<T> {
  readonly item: T;
  readonly pointer: string;
}

const inList = <T>(items: readonly T[], pointer: string): readonly Listed<T>[] =>
  items.map((item, index) => ({ item, pointer: `${pointer}/${index}` }));

interface ListRule<T> {
  readonly noun: string;
  readonly keyOf: (item: T) => string;
  readonly compare: (from: T, to: T, pointer: string) => readonly VersionChange[];
  readonly documentOf: (item: T) => object;
}

/** Matches items by their keys; a moved item is the same. */
function listChanges<T>(from: readonly Listed<T>[], to: readonly Listed<T>[], rule: ListRule<T>): readonly VersionChange[] {
  const before = new Map(from.map(({ item }) => [rule.keyOf(item), item]));
  const kept = new Set(to.map(({ item }) => rule.keyOf(item)));
  const affects = 'newSubscriptions';
  return [
    ...from.flatMap(({ item, pointer }) =>
      kept.has(rule.keyOf(item))
        ? []
        : [{ code: `${rule.noun}_removed`, pointer, from: rule.documentOf(item), to: null, affects } as const],
    ),
    ...to.flatMap(({ item, pointer }) => {
      const earlier = before.get(rule.keyOf(item));
      if (earlier !== undefined) return rule.compare(earlier, item, pointer);
      return [{ code: `${rule.noun}_added`, pointer, from: null, to: rule.documentOf(item), affects } as const];
    }),
  ];
}
