import { checkLaunch } from '../../../src/domain/catalogue/launch/launch.ts';
import type { LaunchFacts } from '../../../src/domain/catalogue/model/launch-facts.ts';
import type { OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { waterAddOn } from './drafts.ts';

/** Features of each kind, `water` launched, any frequency, no tenant policies. Only `calls` and `seats` have unit names. */
export const launchFacts = (changes: Partial<LaunchFacts> = {}): LaunchFacts => ({
  features: {
    gym: { kind: 'boolean', unit: null, hasMeter: false },
    water: { kind: 'boolean', unit: null, hasMeter: false },
    tier: { kind: 'static', unit: null, hasMeter: false },
    devices: { kind: 'metered', unit: null, hasMeter: false },
    calls: { kind: 'metered', unit: { singular: 'call', plural: 'calls' }, hasMeter: true },
    seats: { kind: 'metered', unit: { singular: 'seat', plural: 'seats' }, hasMeter: false },
  },
  addOns: { water: waterAddOn() },
  linkedBy: [],
  billingFrequencies: null,
  tenantPolicies: {},
  ...changes,
});

/** The issues of a launch, as `code pointer`. */
export function issuesOf(version: OfferingVersion, changes: Partial<LaunchFacts> = {}): readonly string[] {
  const result = checkLaunch(version, launchFacts(changes));
  return result.ok ? [] : (result.error.issues ?? []).map(({ pointer, code }) => `${code} ${pointer}`);
}
