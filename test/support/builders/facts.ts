import type { AddOnVersion, OfferingKind, OfferingVersion, PlanVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { PolicySettings } from '../../../src/domain/policy/policy.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { aLink } from './offerings.ts';
import { deepFrozen } from './deep-frozen.ts';

/** Facts with these versions; the last launched one of each key is on sale. */
export function factsOf(versions: readonly OfferingVersion[], tenantPolicies: PolicySettings = {}): Facts {
  const onSale = (kind: OfferingKind) =>
    Object.fromEntries(
      versions.filter((each) => each.kind === kind && each.status === 'launched').map(({ key, id }) => [key, id]),
    );
  return deepFrozen({
    versions: Object.fromEntries(versions.map((version) => [version.id, version])),
    launched: { plan: onSale('plan'), addOn: onSale('addOn'), singlePurchase: onSale('singlePurchase') },
    archivedAddOns: [],
    tenantPolicies,
    catalogueEdition: 1,
    timeZoneData: '2026a',
  });
}

/** Facts of a plan and add-ons; a plan without links gets an optional link to each add-on. */
export const factsOfPlan = (plan: PlanVersion, addOns: readonly AddOnVersion[], tenantPolicies: PolicySettings = {}): Facts =>
  factsOf(
    [plan.addOns.length > 0 ? plan : { ...plan, addOns: addOns.map(({ key }) => aLink(key)) }, ...addOns],
    tenantPolicies,
  );
