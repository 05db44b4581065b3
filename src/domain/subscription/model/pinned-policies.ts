import type { Pinned, PolicyKey } from '../../policy/policy.ts';

/** What the plan's trial means for an add-on (semantics rows 13, 14). */
export type TrialPolicyKey = Extract<PolicyKey, `trial.${string}`>;

/** What an attach is decided by, whether it begins now or is scheduled (semantics rows 2, 3, 22, 34). */
export const attachPolicyKeys = ['attach.proration', 'attach.invoice', 'instance.merge', 'proration.unit'] as const;

/** The policy of the plan's trial is there only where the attach begins in that. */
export type AttachPolicies = Pinned<(typeof attachPolicyKeys)[number]> & Partial<Pinned<TrialPolicyKey>>;

/** What more units at once are charged by (semantics rows 6, 34). */
export const increasePolicyKeys = ['quantity.increase.proration', 'quantity.increase.invoice', 'proration.unit'] as const;
export type IncreasePolicies = Pinned<(typeof increasePolicyKeys)[number]>;

/** What an end or fewer units are credited by (semantics rows 5, 34). */
export const creditPolicyKeys = ['credit.form', 'proration.unit'] as const;
export type CreditPolicies = Pinned<(typeof creditPolicyKeys)[number]>;

/** Those of a quantity to come. What may have happened until then says which way it goes. */
export const quantityPolicyKeys = [
  'quantity.increase.proration',
  'quantity.increase.invoice',
  'credit.form',
  'proration.unit',
] as const;
export type QuantityPolicies = IncreasePolicies & CreditPolicies;

/** What any charge needs to be measured by. */
export type ChargePolicies = Pinned<'proration.unit'>;
