import type { AddOnVersion, PlanVersion, SinglePurchaseVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { PricePointTerms, RateCard } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { PriceModel } from '../../../src/domain/pricing/price-model.ts';
import { aPlan, anAddOn, aRateCard, aSinglePurchase, flat, perUnit, type VersionFields } from './offerings.ts';

// First drafts, and launched offerings for them to refer to.

type PriceOf<M extends PriceModel['model']> = PricePointTerms & Extract<PriceModel, { readonly model: M }>;

const identity = { id: 'pri_1', key: 'base-usd-month' } as const;

/** A flat price of 20.00 USD a month, in advance. */
export const aFlatPrice = (changes: Partial<PriceOf<'flat'>> = {}): PriceOf<'flat'> => ({
  ...flat('20.00'),
  ...identity,
  ...changes,
});

/** 7.00 USD a unit and month, in advance. */
export const aPerUnitPrice = (changes: Partial<PriceOf<'perUnit'>> = {}): PriceOf<'perUnit'> => ({
  ...perUnit('7.00'),
  ...identity,
  ...changes,
});

/** 2.9 % of a month's usage, in USD. */
export const aPercentagePrice = (changes: Partial<PriceOf<'percentage'>> = {}): PriceOf<'percentage'> => {
  const { model: _model, amount: _amount, ...terms } = aFlatPrice();
  return {
    ...terms,
    model: 'percentage',
    percent: '2.9',
    fixedAmount: null,
    minimumAmount: null,
    maximumAmount: null,
    ...changes,
  };
};

/** The rate card `base`, which gives `gym` for 20.00 USD a month. */
export const aBaseCard = (changes: Partial<RateCard> = {}): RateCard =>
  aRateCard('base', { featureKey: 'gym', prices: [aFlatPrice()], ...changes });

/** The first draft of the plan `basic`. */
export const aDraftPlan = (changes: VersionFields<PlanVersion> = {}): PlanVersion =>
  aPlan({ id: 'ver_plan_1', status: 'draft', rateCards: [aBaseCard()], ...changes });

/** The add-on `water`, launched, 20.00 USD a month. */
export const waterAddOn = (changes: VersionFields<AddOnVersion> = {}): AddOnVersion =>
  anAddOn({
    id: 'ver_add_on_1',
    key: 'water',
    name: 'Water',
    rateCards: [aRateCard('water', { prices: [aFlatPrice({ key: 'water-usd-month' })] })],
    ...changes,
  });

/** The first draft of the single purchase `day-pass`, at 20.00 USD once. */
export const aDraftDayPass = (changes: VersionFields<SinglePurchaseVersion> = {}): SinglePurchaseVersion =>
  aSinglePurchase({
    id: 'ver_single_1',
    status: 'draft',
    key: 'day-pass',
    name: 'Day pass',
    rateCards: [aBaseCard({ prices: [aFlatPrice({ key: 'day-usd', cadence: 'oneTime' })] })],
    ...changes,
  });
