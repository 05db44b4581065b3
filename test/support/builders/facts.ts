import type { AddOnVersion, OfferingKind, OfferingVersion, PlanVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { PolicySettings } from '../../../src/domain/policy/policy.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { aLink } from './offerings.ts';
import { deepFrozen } from './deep-frozen.ts';

/** Facts in which each of these versions exists, and the last launched one of each key is on sale. */
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

/** Facts of a plan that is linked to each of the add-ons as an option, unless it has links of its own. */
export const factsOfPlan = (plan: PlanVersion, addOns: readonly AddOnVersion[], tenantPolicies: PolicySettings = {}): Facts =>
  factsOf(
    [plan.addOns.length > 0 ? plan : { ...plan, addOns: addOns.map(({ key }) => aLink(key)) }, ...addOns],
    tenantPolicies,
  );
