import type { PolicySettings } from '../policy/policy.ts';
import type { RateCard } from './rate-card.ts';

export type OfferingKind = 'plan' | 'addOn';
export type VersionStatus = 'draft' | 'launched' | 'superseded';
type Visibility = 'customer' | 'admin';

/** The compatibility rule between a plan version and an add-on (OpenMeter: plan add-on). */
export interface PlanAddOn {
  readonly addOnKey: string;
  readonly requirement: 'mandatory' | 'optional';
  readonly visibility: Visibility;
  /** How many instances one subscription may hold, scheduled ones included; null means no limit. */
  readonly maxInstances: number | null;
  readonly policies: PolicySettings;
}

interface VersionTerms {
  readonly id: string;
  readonly productKey: string;
  readonly key: string;
  readonly version: number;
  readonly status: VersionStatus;
  readonly name: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly rateCards: readonly RateCard[];
  readonly policies: PolicySettings;
}

export interface PlanVersion extends VersionTerms {
  readonly kind: 'plan';
  readonly trialDays: number;
  readonly addOns: readonly PlanAddOn[];
}

export interface AddOnVersion extends VersionTerms {
  readonly kind: 'addOn';
  /** `single`: at most one per subscription. `multiple`: the quantity counts instances (semantics row 22). */
  readonly instance: 'single' | 'multiple';
  readonly visibility: Visibility;
}

/** One version of an offering. A launched version never changes, so it may be cached by id for ever. */
export type OfferingVersion = PlanVersion | AddOnVersion;

/** The name that customers see. */
export const customerName = (version: OfferingVersion): string => version.displayName ?? version.name;
