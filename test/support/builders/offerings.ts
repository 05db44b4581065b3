import {
  type AddOnVersion,
  type OfferingVersion,
  type PlanAddOn,
  type PlanVersion,
  type SinglePurchaseVersion,
  unrestricted,
} from '../../../src/domain/catalogue/model/offering.ts';
import {
  type Entitlement,
  defaultTerms,
  type PricePoint,
  type RateCard,
  type UsageReset,
} from '../../../src/domain/catalogue/model/rate-card.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { toVersionId } from '../../../src/domain/ids.ts';
import { deepFrozen } from './deep-frozen.ts';

export const monthly: Cadence = { every: 1, unit: 'month' };

const base = {
  productKey: 'club',
  version: 1,
  status: 'launched',
  displayName: null,
  description: null,
  imageUrl: null,
  unit: null,
  customFields: {},
  policies: {},
} as const;

interface PriceInput {
  readonly cadence?: Cadence;
  readonly currency?: string;
}

const priceTerms = ({ cadence = monthly, currency = 'USD' }: PriceInput) => {
  const key = `${currency}-${cadence.every}-${cadence.unit}`;
  return { ...structuredClone(defaultTerms), id: `pri_${key}`, key, currency, cadence } as const;
};

/** A flat price in advance; by default monthly in USD. */
export const flat = (amount: string, input: PriceInput = {}) => ({ ...priceTerms(input), model: 'flat', amount }) as const;

/** A price per unit in advance; by default monthly in USD. */
export const perUnit = (unitAmount: string, input: PriceInput = {}) =>
  ({ ...priceTerms(input), model: 'perUnit', unitAmount }) as const;

/** The same price as a one-time price. */
export const oneTime = (price: PricePoint): PricePoint => ({ ...price, id: `${price.id}_once`, cadence: 'oneTime' });

/** A rate card; by default with a boolean entitlement to the feature of the same key and without prices. */
export const aRateCard = (key: string, card: Partial<RateCard> = {}): RateCard =>
  deepFrozen({ key, phase: null, name: null, featureKey: key, entitlement: { kind: 'boolean' }, prices: [], ...card });

export const monthlyReset: UsageReset = { every: 1, unit: 'month', anchor: 'activation', notify: false };

/** A hard quota of 3 in each month of the subscription, without a notification of the reset. */
export const metered = (changes: Partial<Extract<Entitlement, { readonly kind: 'metered' }>> = {}): Entitlement => ({
  kind: 'metered',
  limit: 'hard',
  quota: '3',
  includedUsage: null,
  reset: monthlyReset,
  carryover: null,
  ...changes,
});

export const aQuota = (quota: string, reset: Partial<UsageReset> = {}): Entitlement =>
  metered({ quota, reset: { ...monthlyReset, ...reset } });

/** The fields of a version that a test sets; its id as text. */
export type VersionFields<V extends OfferingVersion> = Omit<Partial<V>, 'id'> & { readonly id?: string };

/** A launched plan `basic` for 20.00 USD a month that gives `gym`. */
export const aPlan = ({ id, ...plan }: VersionFields<PlanVersion> = {}): PlanVersion =>
  deepFrozen({
    ...base,
    kind: 'plan',
    id: toVersionId(id ?? `ver_${plan.key ?? 'basic'}_${plan.version ?? 1}`),
    key: 'basic',
    name: 'Basic',
    trialDays: 0,
    phases: [],
    addOns: [],
    rateCards: [aRateCard('gym', { prices: [flat('20.00')] })],
    ...plan,
  });

/** A launched single add-on `pool` for 20.00 USD a month that gives `pool`. */
export const anAddOn = ({ id, ...addOn }: VersionFields<AddOnVersion> = {}): AddOnVersion => {
  const { key = 'pool', version = 1 } = addOn;
  return deepFrozen({
    ...base,
    kind: 'addOn',
    id: toVersionId(id ?? `ver_${key}_${version}`),
    key,
    name: key,
    instance: 'single',
    visibility: 'customer',
    restrictions: unrestricted,
    rateCards: [aRateCard(key, { prices: [flat('20.00')] })],
    ...addOn,
  });
};

/** A multi-instance add-on `devices` at 7.00 USD a unit and month, each with a quota of 3. */
export const devicePacks = (addOn: VersionFields<AddOnVersion> = {}): AddOnVersion =>
  anAddOn({
    key: 'devices',
    instance: 'multiple',
    rateCards: [aRateCard('devices', { entitlement: aQuota('3'), prices: [perUnit('7.00')] })],
    ...addOn,
  });

/** A single add-on `seats` at 7.00 USD a seat and month. */
export const seats = (addOn: VersionFields<AddOnVersion> = {}): AddOnVersion =>
  anAddOn({ key: 'seats', rateCards: [aRateCard('seats', { prices: [perUnit('7.00')] })], ...addOn });

/** A launched single purchase `licence` for 199.00 USD that gives `licence`. */
export const aSinglePurchase = ({ id, ...purchase }: VersionFields<SinglePurchaseVersion> = {}): SinglePurchaseVersion =>
  deepFrozen({
    ...base,
    kind: 'singlePurchase',
    id: toVersionId(id ?? `ver_${purchase.key ?? 'licence'}_${purchase.version ?? 1}`),
    key: 'licence',
    name: 'Licence',
    addOns: [],
    rateCards: [aRateCard('licence', { prices: [oneTime(flat('199.00'))] })],
    ...purchase,
  });

/** An optional link that customers see. */
export const aLink = (addOnKey: string, link: Partial<PlanAddOn> = {}): PlanAddOn =>
  deepFrozen({
    addOnKey,
    requirement: 'optional',
    visibility: 'customer',
    maxInstances: null,
    fromPhase: null,
    policies: {},
    prices: [],
    ...link,
  });
