import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';

/** The nouns for kinds of offerings in sentences. */
export const offeringNouns = {
  plan: 'plan',
  addOn: 'add-on',
  singlePurchase: 'single purchase',
} as const satisfies Readonly<Record<OfferingKind, string>>;
