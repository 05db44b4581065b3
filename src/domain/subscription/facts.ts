import type { OfferingVersion } from '../catalogue/offering.ts';
import type { PolicySettings } from '../policy/policy.ts';

/** One fact that a decision needs and does not have yet. */
export type FactQuery =
  | { readonly kind: 'version'; readonly id: string }
  | { readonly kind: 'launchedPlan'; readonly key: string }
  | { readonly kind: 'launchedAddOn'; readonly key: string };

/** What a decision may look at beside the state. A key that maps to null was looked up and is not launched. */
export interface Facts {
  readonly versions: Readonly<Record<string, OfferingVersion>>;
  readonly launchedPlans: Readonly<Record<string, string | null>>;
  readonly launchedAddOns: Readonly<Record<string, string | null>>;
  readonly tenantPolicies: PolicySettings;
  /** Counts the edits in place of the tenant's catalogue: versions that were read under another one may read differently now. */
  readonly catalogueEdition: number;
  /** The version of the time-zone data in use, such as `2026a`. */
  readonly timeZoneData: string;
}
