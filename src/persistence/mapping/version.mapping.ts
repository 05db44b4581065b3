import { type OfferingVersion, type PlanAddOn, unrestricted } from '../../domain/catalogue/model/offering.ts';
import {
  type EditablePrice,
  defaultPresentation,
  defaultTerms,
  type PricePoint,
  type RateCard,
} from '../../domain/catalogue/model/rate-card.ts';
import { ownValue } from '../../domain/own-value.ts';
import type {
  OfferingRow,
  OfferingVersionRow,
  StoredLink,
  StoredPricePresentation,
  StoredPriceTerms,
  StoredRateCard,
  VersionContent,
  VersionPresentation,
} from '../schemas/offering.schema.ts';

type Head = Pick<OfferingRow, 'kind' | 'key' | 'productKey'>;

/** A version from its row and its offering's. A missing field gets its default. */
export function fromDbVersion(
  { kind, key, productKey }: Head,
  { id, version, status, content, presentation }: Omit<OfferingVersionRow, 'tenantId' | 'offeringId'>,
): OfferingVersion {
  const { prices = {}, rateCards: names = {}, ...texts } = presentation;
  const rateCards = content.rateCards.map((card) => ({ ...fromDbCard(card, prices), ...ownValue(names, card.key) }));
  const links = content.addOns?.map(fromDbLink);
  const addOns = links === undefined ? {} : { addOns: links };
  const head = { id, kind, key, productKey, version, status };
  // toDbContent wrote the content for an offering of this kind; the kind never changes.
  return {
    ...absentTexts,
    ...absentTerms[kind],
    ...content,
    ...texts,
    rateCards,
    ...addOns,
    ...head,
  } as unknown as OfferingVersion;
}

const absentInLinks = { fromPhase: null, prices: [] };
const absentInCards = { phase: null };
const absentInQuotas = { carryover: null };
const absentTexts = { displayName: null, description: null, imageUrl: null, unit: null, customFields: {} };
const absentTerms = { plan: { phases: [] }, addOn: { restrictions: unrestricted }, singlePurchase: {} };

const fromDbCard = (card: StoredRateCard, presentations: Readonly<Record<string, StoredPricePresentation>>): RateCard => ({
  ...absentInCards,
  ...card,
  entitlement: card.entitlement?.kind === 'metered' ? { ...absentInQuotas, ...card.entitlement } : card.entitlement,
  prices: card.prices.map((price): PricePoint => ({
    ...defaultTerms,
    ...price,
    ...fromDbPresentation(ownValue(presentations, price.key)),
  })),
});

function fromDbPresentation(stored: Partial<StoredPricePresentation> = {}): EditablePrice {
  const { tax = defaultTerms.tax, archived = defaultTerms.archived, ...texts } = stored;
  return { presentation: { ...defaultPresentation, ...texts }, tax, archived };
}

function fromDbLink(stored: StoredLink): PlanAddOn {
  const link = { ...absentInLinks, ...stored };
  return {
    ...link,
    prices: link.prices.map(({ rateCardKey, price }) => ({ rateCardKey, price: { ...defaultTerms, ...price } })),
  };
}

/** The terms of a version for its row. */
export function toDbContent(offeringVersion: OfferingVersion): VersionContent {
  const {
    id: _id,
    kind: _kind,
    key: _key,
    productKey: _productKey,
    version: _version,
    status: _status,
    featureUnits: _units,
    ...terms
  } = offeringVersion;
  const { name: _n, displayName: _d, description: _t, imageUrl: _i, unit: _u, customFields: _c, ...content } = terms;
  const { visibility: _v, ...rest } = { visibility: undefined, ...content };
  const links = offeringVersion.kind === 'addOn' ? {} : { addOns: offeringVersion.addOns.map(toDbLink) };
  return { ...rest, rateCards: content.rateCards.map(withoutPresentation), ...links };
}

const withoutPresentation = (card: RateCard): StoredRateCard => ({
  ...card,
  name: null,
  prices: card.prices.map(toDbPrice),
});

const toDbPrice = ({ presentation: _presentation, tax: _tax, archived: _archived, ...terms }: PricePoint): StoredPriceTerms =>
  terms;

/** Prices of a link use the editable fields of the add-on's own prices and store none. */
const toDbLink = (link: PlanAddOn): StoredLink => ({
  ...link,
  prices: link.prices.map(({ rateCardKey, price }) => ({ rateCardKey, price: toDbPrice(price) })),
});

/** The presentation of a version for its row. */
export function toDbPresentation(version: OfferingVersion): VersionPresentation {
  const { name, displayName, description, imageUrl, unit, customFields } = version;
  const prices = version.rateCards.flatMap((card) => card.prices.map((price) => [price.key, toDbPricePresentation(price)]));
  return {
    name,
    displayName,
    description,
    imageUrl,
    unit,
    customFields,
    ...(version.kind === 'addOn' ? { visibility: version.visibility } : {}),
    rateCards: Object.fromEntries(version.rateCards.map(({ key, name: cardName }) => [key, { name: cardName }])),
    prices: Object.fromEntries(prices) as Record<string, StoredPricePresentation>,
  };
}

const toDbPricePresentation = ({ presentation, tax, archived }: EditablePrice): StoredPricePresentation => ({
  ...presentation,
  tax,
  archived,
});
