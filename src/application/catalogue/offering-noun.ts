import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';

/** What a kind of offering is called in a sentence. */
export const offeringNouns = {
  plan: 'plan',
  addOn: 'add-on',
  singlePurchase: 'single purchase',
} as const satisfies Readonly<Record<OfferingKind, string>>;
