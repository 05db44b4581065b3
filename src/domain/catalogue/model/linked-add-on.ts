import type { PolicySettings, PolicySources } from '../../policy/policy.ts';
import type { AddOnVersion, BaseVersion, PlanAddOn } from './offering.ts';

/** An add-on on a base, with its link. */
export interface LinkedAddOn {
  readonly base: BaseVersion;
  readonly link: PlanAddOn;
  readonly addOn: AddOnVersion;
}

/** The levels that may set a policy for an add-on on a base (semantics §1). */
export const policySourcesOfLink = ({ base, link, addOn }: LinkedAddOn, tenant: PolicySettings): PolicySources => ({
  planAddOn: link.policies,
  addOn: addOn.policies,
  plan: base.policies,
  tenant,
});
