import type { AddOnVersion, PlanVersion } from '../../../src/domain/catalogue/offering.ts';
import type { FlatPrice, RateCard } from '../../../src/domain/catalogue/rate-card.ts';

/** A flat price of 20.00 USD a month. */
export const aPrice = (changes: Partial<FlatPrice> = {}): FlatPrice => ({
  id: 'pri_1',
  key: 'base-usd-month',
  currency: 'USD',
  cadence: { every: 1, unit: 'month' },
  timing: 'inAdvance',
  model: 'flat',
  amount: '20.00',
  ...changes,
});

export const aRateCard = (changes: Partial<RateCard> = {}): RateCard => ({
  key: 'base',
  name: null,
  featureKey: 'gym',
  entitlement: { kind: 'boolean' },
  prices: [aPrice()],
  ...changes,
});

/** The first draft of the plan `basic`. */
export const aPlan = (changes: Partial<PlanVersion> = {}): PlanVersion => ({
  kind: 'plan',
  id: 'ver_plan_1',
  productKey: 'club',
  key: 'basic',
  version: 1,
  status: 'draft',
  name: 'Basic',
  displayName: null,
  description: null,
  policies: {},
  rateCards: [aRateCard()],
  trialDays: 0,
  addOns: [],
  ...changes,
});

/** The add-on `water`, on sale. */
export const anAddOn = (changes: Partial<AddOnVersion> = {}): AddOnVersion => ({
  kind: 'addOn',
  id: 'ver_add_on_1',
  productKey: 'club',
  key: 'water',
  version: 1,
  status: 'launched',
  name: 'Water',
  displayName: null,
  description: null,
  policies: {},
  rateCards: [aRateCard({ key: 'water', featureKey: 'water' })],
  instance: 'single',
  visibility: 'customer',
  ...changes,
});
