import type { Pinned, PolicyKey } from '../../policy/policy.ts';

/** The policies of an add-on in the plan's trial (semantics rows 13, 14). */
export type TrialPolicyKey = Extract<PolicyKey, `trial.${string}`>;

/** The policies of an attach, immediate or scheduled (semantics rows 2, 3, 22, 34). */
export const attachPolicyKeys = ['attach.proration', 'attach.invoice', 'instance.merge', 'proration.unit'] as const;

/** Has the trial policy only if the attach takes effect in the plan's trial. */
export type AttachPolicies = Pinned<(typeof attachPolicyKeys)[number]> & Partial<Pinned<TrialPolicyKey>>;

/** The policies of an immediate increase (semantics rows 6, 34). */
export const increasePolicyKeys = ['quantity.increase.proration', 'quantity.increase.invoice', 'proration.unit'] as const;
export type IncreasePolicies = Pinned<(typeof increasePolicyKeys)[number]>;

/** The policies of the credit for a decrease or an end (semantics rows 5, 34). */
export const creditPolicyKeys = ['credit.form', 'proration.unit'] as const;
export type CreditPolicies = Pinned<(typeof creditPolicyKeys)[number]>;

/** The policies of a pending quantity: what happens until then decides whether it is an increase. */
export const quantityPolicyKeys = [
  'quantity.increase.proration',
  'quantity.increase.invoice',
  'credit.form',
  'proration.unit',
] as const;
export type QuantityPolicies = IncreasePolicies & CreditPolicies;

/** The policies of every charge. */
export type ChargePolicies = Pinned<'proration.unit'>;
