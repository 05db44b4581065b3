import type { PolicyChange, PolicySettings } from '../../policy/policy.ts';
import type { Cadence } from '../../time/cadence.ts';

/** What a tenant sets for its whole catalogue. @rule 3-3 */
export interface TenantSettings {
  readonly revision: number;
  /** How often this tenant bills, in the order of its price grids (rule 3-3). Empty is not configured. */
  readonly billingFrequencies: readonly Cadence[];
  /** The tenant's level of the policies (semantics §1). */
  readonly policies: PolicySettings;
}

/** A change of settings: what is absent stays, null clears. Policies merge one by one, the list of frequencies is replaced. */
export interface SettingsChange {
  readonly billingFrequencies?: readonly Cadence[] | null;
  readonly policies?: PolicyChange | null;
}
