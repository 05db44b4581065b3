import type { LinkPrice, OfferingVersion, PlanPhase } from '../../domain/catalogue/model/offering.ts';
import { phasesOf } from '../../domain/catalogue/model/phase-cards.ts';
import type { PricePoint, RateCard } from '../../domain/catalogue/model/rate-card.ts';
import { toApiPrice } from './rate-card.convert.ts';

/** A version in the form of the input of a draft. */
export type VersionForm = Readonly<Record<string, unknown>> & {
  readonly rateCards: readonly CardForm[];
  readonly phases?: readonly (PlanPhase & { readonly rateCards?: readonly CardForm[] })[];
};
export type CardForm = Readonly<Record<string, unknown>> & { readonly key: string; readonly prices?: readonly PriceForm[] };
export type PriceForm = Readonly<Record<string, unknown>>;

/** The version as the input of a draft, without empty fields and defaults. */
export function exportVersion(version: OfferingVersion): VersionForm {
  const { name, displayName, description, imageUrl, unit, customFields, policies } = version;
  return {
    ...nonNullFields({ name, displayName, description, imageUrl, unit }),
    ...nonNullFields({ customFields: filled(customFields), policies: filled(policies) }),
    ...ownTerms(version),
    ...exportPhases(version),
    rateCards: exportCards(version, null),
  };
}

/** The fields of this kind of offering only. */
function ownTerms(version: OfferingVersion): object {
  if (version.kind === 'addOn') {
    const { instance, visibility, restrictions } = version;
    return nonNullFields({ instance, visibility, restrictions: filled(nonNullFields(restrictions)) });
  }
  const addOns = version.addOns.map(({ policies, prices, ...link }) => ({
    ...nonNullFields(link),
    ...nonNullFields({ policies: filled(policies) }),
    ...(prices.length === 0 ? {} : { prices: prices.map(exportLinkPrice) }),
  }));
  const links = addOns.length === 0 ? {} : { addOns };
  if (version.kind === 'singlePurchase') return links;
  return { ...(version.trialDays === 0 ? {} : { trialDays: version.trialDays }), ...links };
}

function exportPhases(version: OfferingVersion): Pick<VersionForm, 'phases'> {
  const phases = phasesOf(version).map((phase) => {
    const rateCards = exportCards(version, phase.key);
    return { ...phase, ...(rateCards.length === 0 ? {} : { rateCards }) };
  });
  return phases.length === 0 ? {} : { phases };
}

/** The rate cards of one phase, or those of all phases (null). */
const exportCards = ({ rateCards }: OfferingVersion, phase: string | null): readonly CardForm[] =>
  rateCards.filter((card) => card.phase === phase).map(exportCard);

const exportCard = ({ key, name, featureKey, entitlement, prices }: RateCard): CardForm => ({
  key,
  ...nonNullFields({ name, featureKey, entitlement: entitlement && exportEntitlement(entitlement) }),
  ...(prices.length === 0 ? {} : { prices: prices.map(exportPrice) }),
});

const exportEntitlement = (entitlement: NonNullable<RateCard['entitlement']>): object =>
  entitlement.kind === 'metered'
    ? nonNullFields({ ...entitlement, carryover: entitlement.carryover && nonNullFields(entitlement.carryover) })
    : entitlement;

const exportLinkPrice = ({ rateCardKey, price }: LinkPrice): PriceForm => ({ rateCardKey, ...exportPrice(price) });

/** The price as an input, without its id, empty fields and defaults. */
export function exportPrice(price: PricePoint): PriceForm {
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
    ...nonNullFields(terms),
    ...(tiers === undefined ? {} : { tiers: tiers.map(({ upTo, ...tier }) => ({ upTo, ...nonNullFields(tier) })) }),
    ...(tax === 'taxable' ? {} : { tax }),
    ...(trialDays === 0 ? {} : { trialDays }),
    ...(showDescriptionInInvoices ? { showDescriptionInInvoices } : {}),
    ...(showDescriptionInQuotes ? { showDescriptionInQuotes } : {}),
    ...(archived ? { archived } : {}),
  };
}

/** The fields that are neither null nor undefined. */
export const nonNullFields = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

const filled = <T extends object>(fields: T): T | null => (Object.keys(fields).length === 0 ? null : fields);
