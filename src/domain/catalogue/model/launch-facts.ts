import type { PolicySettings } from '../../policy/policy.ts';
import type { Cadence } from '../../time/cadence.ts';
import type { AddOnVersion, BaseVersion, UnitNames } from './offering.ts';

/** The facts about a feature for a launch. */
export interface FeatureFacts {
  readonly kind: 'boolean' | 'metered' | 'static';
  readonly unit: UnitNames | null;
  readonly hasMeter: boolean;
}

/** What a launch is checked against, beside the draft. The keys of records are those of features and add-ons. */
export interface LaunchFacts {
  /** The features that rate cards and prices name. */
  readonly features: Readonly<Record<string, FeatureFacts>>;
  /** The versions on sale of the add-ons that a base links; for an add-on, of the add-ons that the bases in `linkedBy` link. */
  readonly addOns: Readonly<Record<string, AddOnVersion>>;
  /** For an add-on: the bases on sale that link it. */
  readonly linkedBy: readonly BaseVersion[];
  /** The billing frequencies that the tenant configured; null or empty means any (rule 3-3). */
  readonly billingFrequencies: readonly Cadence[] | null;
  readonly tenantPolicies: PolicySettings;
}
