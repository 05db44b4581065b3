import { checkLaunch } from '../../../src/domain/catalogue/launch/launch.ts';
import type { LaunchFacts } from '../../../src/domain/catalogue/model/launch-facts.ts';
import type { OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { theWater } from './drafts.ts';

/** Some features of each kind, `water` on sale, any frequency, no tenant policies. Only `seats` has unit names. */
export const someFacts = (changes: Partial<LaunchFacts> = {}): LaunchFacts => ({
  features: {
    gym: { kind: 'boolean', unit: null, hasMeter: false },
    water: { kind: 'boolean', unit: null, hasMeter: false },
    tier: { kind: 'static', unit: null, hasMeter: false },
    devices: { kind: 'metered', unit: null, hasMeter: false },
    calls: { kind: 'metered', unit: { singular: 'call', plural: 'calls' }, hasMeter: true },
    seats: { kind: 'metered', unit: { singular: 'seat', plural: 'seats' }, hasMeter: false },
  },
  addOns: { water: theWater() },
  linkedBy: [],
  billingFrequencies: null,
  tenantPolicies: {},
  ...changes,
});

/** What a launch finds, as `code pointer`. */
export function issuesOf(version: OfferingVersion, changes: Partial<LaunchFacts> = {}): readonly string[] {
  const result = checkLaunch(version, someFacts(changes));
  return result.ok ? [] : (result.error.issues ?? []).map(({ pointer, code }) => `${code} ${pointer}`);
}
