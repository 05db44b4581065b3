import {
  type AddOnVersion,
  type PlanAddOn,
  type PlanVersion,
  type SinglePurchaseVersion,
  unrestricted,
} from '../../../src/domain/catalogue/model/offering.ts';
import {
  plainPresentation,
  plainTerms,
  type PricePointTerms,
  type RateCard,
} from '../../../src/domain/catalogue/model/rate-card.ts';
import type { PriceModel } from '../../../src/domain/pricing/price-model.ts';

type PriceOf<M extends PriceModel['model']> = PricePointTerms & Extract<PriceModel, { readonly model: M }>;

const terms: PricePointTerms = {
  ...plainTerms,
  id: 'pri_1',
  key: 'base-usd-month',
  currency: 'USD',
  cadence: { every: 1, unit: 'month' },
};

/** A flat price of 20.00 USD a month, in advance. */
export const aFlatPrice = (changes: Partial<PriceOf<'flat'>> = {}): PriceOf<'flat'> => ({
  ...terms,
  model: 'flat',
  amount: '20.00',
  ...changes,
});

/** 7.00 USD a unit and month, in advance. */
export const aPerUnitPrice = (changes: Partial<PriceOf<'perUnit'>> = {}): PriceOf<'perUnit'> => ({
  ...terms,
  model: 'perUnit',
  unitAmount: '7.00',
  ...changes,
});

/** 2.9 % USD of what is used in a month. */
export const aPercentagePrice = (changes: Partial<PriceOf<'percentage'>> = {}): PriceOf<'percentage'> => ({
  ...terms,
  model: 'percentage',
  percent: '2.9',
  fixedAmount: null,
  minimumAmount: null,
  maximumAmount: null,
  ...changes,
});

export const archived = { ...plainPresentation, archived: true } as const;

export const aRateCard = (changes: Partial<RateCard> = {}): RateCard => ({
  key: 'base',
  phase: null,
  name: null,
  featureKey: 'gym',
  entitlement: { kind: 'boolean' },
  prices: [aFlatPrice()],
  ...changes,
});

const presentation = { displayName: null, description: null, imageUrl: null, unit: null, customFields: {} } as const;

/** The first draft of the plan `basic`. */
export const aPlan = (changes: Partial<PlanVersion> = {}): PlanVersion => ({
  ...presentation,
  kind: 'plan',
  id: 'ver_plan_1',
  productKey: 'club',
  key: 'basic',
  version: 1,
  status: 'draft',
  name: 'Basic',
  policies: {},
  rateCards: [aRateCard()],
  trialDays: 0,
  phases: [],
  addOns: [],
  ...changes,
});

/** The add-on `water`, on sale at 20.00 USD a month. */
export const anAddOn = (changes: Partial<AddOnVersion> = {}): AddOnVersion => ({
  ...presentation,
  kind: 'addOn',
  id: 'ver_add_on_1',
  productKey: 'club',
  key: 'water',
  version: 1,
  status: 'launched',
  name: 'Water',
  policies: {},
  rateCards: [aRateCard({ key: 'water', featureKey: 'water', prices: [aFlatPrice({ key: 'water-usd-month' })] })],
  instance: 'single',
  visibility: 'customer',
  restrictions: unrestricted,
  ...changes,
});

/** The first draft of the single purchase `day-pass`, at 20.00 USD once. */
export const aSinglePurchase = (changes: Partial<SinglePurchaseVersion> = {}): SinglePurchaseVersion => ({
  ...presentation,
  kind: 'singlePurchase',
  id: 'ver_single_1',
  productKey: 'club',
  key: 'day-pass',
  version: 1,
  status: 'draft',
  name: 'Day pass',
  policies: {},
  rateCards: [aRateCard({ prices: [aFlatPrice({ key: 'day-usd', cadence: 'oneTime' })] })],
  addOns: [],
  ...changes,
});

/** An optional link to `water` without conditions. */
export const aLink = (changes: Partial<PlanAddOn> = {}): PlanAddOn => ({
  addOnKey: 'water',
  requirement: 'optional',
  visibility: 'customer',
  maxInstances: null,
  fromPhase: null,
  policies: {},
  prices: [],
  ...changes,
});
