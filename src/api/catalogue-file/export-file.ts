import type { LinkPrice, Offering, OfferingVersion, PlanPhase } from '../../domain/catalogue/model/offering.ts';
import { phasesOf } from '../../domain/catalogue/model/phase-cards.ts';
import type { PricePoint, RateCard } from '../../domain/catalogue/model/rate-card.ts';
import { toApiPrice } from '../catalogue/rate-card.convert.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';

export type FileOffering = Record<string, unknown> & {
  readonly key: string;
  readonly rateCards: readonly FileCard[];
  readonly phases?: readonly FilePhase[];
};
type FilePhase = PlanPhase & { readonly rateCards?: readonly FileCard[] };
export type FileCard = Record<string, unknown> & { readonly key: string; readonly prices?: readonly FilePrice[] };
export type FilePrice = Readonly<Record<string, unknown>>;

/** A catalogue in the form of a file, shaped for `catalogueFile` to parse. */
export interface ExportedFile {
  readonly features: readonly object[];
  readonly products: readonly object[];
  readonly addOns: readonly FileOffering[];
  readonly singlePurchases: readonly FileOffering[];
  readonly plans: readonly FileOffering[];
}

/**
 * The catalogue as a file: of each offering the version that is on sale, or the newest where none ever was. Applied to the same
 * catalogue it changes nothing.
 */
export function exportFile({ features, products, offerings }: CatalogueState): ExportedFile {
  const exported = (kind: Offering['kind']) => offerings.filter((offering) => offering.kind === kind).map(exportOffering);
  return {
    features: features.map(exportFeature),
    products: products.map(exportProduct),
    addOns: exported('addOn'),
    singlePurchases: exported('singlePurchase'),
    plans: exported('plan'),
  };
}

const exportFeature = ({ key, name, kind, unit, meter }: Feature): object =>
  stated({ key, name, kind, unit, meter: meter && stated(meter) });

const exportProduct = ({ key, name, description }: Product): object => stated({ key, name, description });

function exportOffering({ latest, launched, archived }: Offering): FileOffering {
  const version = launched ?? latest;
  return {
    key: version.key,
    productKey: version.productKey,
    ...(launched === null ? { launch: false } : {}),
    ...(archived ? { archived: true } : {}),
    ...exportVersion(version),
  };
}

/** What a version says, in the form in which a draft is stated. */
export function exportVersion(version: OfferingVersion): Omit<FileOffering, 'key'> & Pick<FileOffering, 'rateCards'> {
  const { name, displayName, description, imageUrl, unit, customFields, policies } = version;
  return {
    ...stated({ name, displayName, description, imageUrl, unit }),
    ...stated({ customFields: filled(customFields), policies: filled(policies) }),
    ...ownTerms(version),
    ...exportPhases(version),
    rateCards: exportCards(version, null),
  };
}

/** What only offerings of this kind say. */
function ownTerms(version: OfferingVersion): object {
  if (version.kind === 'addOn') {
    const { instance, visibility, restrictions } = version;
    return stated({ instance, visibility, restrictions: filled(stated(restrictions)) });
  }
  const addOns = version.addOns.map(({ policies, prices, ...link }) => ({
    ...stated(link),
    ...stated({ policies: filled(policies) }),
    ...(prices.length === 0 ? {} : { prices: prices.map(exportLinkPrice) }),
  }));
  const links = addOns.length === 0 ? {} : { addOns };
  if (version.kind === 'singlePurchase') return links;
  return { ...(version.trialDays === 0 ? {} : { trialDays: version.trialDays }), ...links };
}

function exportPhases(version: OfferingVersion): Pick<FileOffering, 'phases'> {
  const phases = phasesOf(version).map((phase) => {
    const rateCards = exportCards(version, phase.key);
    return { ...phase, ...(rateCards.length === 0 ? {} : { rateCards }) };
  });
  return phases.length === 0 ? {} : { phases };
}

/** The rate cards of one phase, or those of the whole version. */
const exportCards = ({ rateCards }: OfferingVersion, phase: string | null): readonly FileCard[] =>
  rateCards.filter((card) => card.phase === phase).map(exportCard);

const exportCard = ({ key, name, featureKey, entitlement, prices }: RateCard): FileCard => ({
  key,
  ...stated({ name, featureKey, entitlement: entitlement && exportEntitlement(entitlement) }),
  ...(prices.length === 0 ? {} : { prices: prices.map(exportPrice) }),
});

const exportEntitlement = (entitlement: NonNullable<RateCard['entitlement']>): object =>
  entitlement.kind === 'metered'
    ? stated({ ...entitlement, carryover: entitlement.carryover && stated(entitlement.carryover) })
    : entitlement;

const exportLinkPrice = ({ rateCardKey, price }: LinkPrice): FilePrice => ({ rateCardKey, ...exportPrice(price) });

/** A price as it was stated: without its id, and without what is as it would be unsaid. */
export function exportPrice(price: PricePoint): FilePrice {
  const {
    id: _id,
    tax,
    trialDays,
    showDescriptionInInvoices,
    showDescriptionInQuotes,
    archived,
    ...fields
  } = toApiPrice(price);
  const { tiers, ...terms } = fields;
  return {
    ...stated(terms),
    ...(tiers === undefined ? {} : { tiers: tiers.map(({ upTo, ...tier }) => ({ upTo, ...stated(tier) })) }),
    ...(tax === 'taxable' ? {} : { tax }),
    ...(trialDays === 0 ? {} : { trialDays }),
    ...(showDescriptionInInvoices ? { showDescriptionInInvoices } : {}),
    ...(showDescriptionInQuotes ? { showDescriptionInQuotes } : {}),
    ...(archived ? { archived } : {}),
  };
}

/** The fields that say something. */
const stated = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

const filled = <T extends object>(fields: T): T | null => (Object.keys(fields).length === 0 ? null : fields);
