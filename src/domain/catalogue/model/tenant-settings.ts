import type { PolicyChange, PolicySettings } from '../../policy/policy.ts';
import type { Cadence } from '../../time/cadence.ts';

/** The settings of a tenant for its whole catalogue. @rule 3-3 */
export interface TenantSettings {
  readonly revision: number;
  /** The billing frequencies, in the order of the columns of price grids (rule 3-3). Empty means not configured. */
  readonly billingFrequencies: readonly Cadence[];
  /** The policies of the level `tenant` (semantics §1). */
  readonly policies: PolicySettings;
}

/** A change of settings: absent means no change, null clears. Policies merge one by one, the list of frequencies is replaced. */
export interface SettingsChange {
  readonly billingFrequencies?: readonly Cadence[] | null;
  readonly policies?: PolicyChange | null;
}
