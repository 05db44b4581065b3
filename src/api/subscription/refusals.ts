import type { ProblemCode } from '../http/problem.ts';

/** Refusals that commands share, for the documents of their routes. */
export const orderRefusals: readonly ProblemCode[] = [
  'not_found',
  'plan_not_launched',
  'single_purchase_not_launched',
  'price_not_found',
  'add_on_already_attached',
  'add_on_blocked_in_trial',
  'add_on_not_launched',
  'add_on_not_linked',
  'add_on_not_visible',
  'add_on_not_in_phase',
  'add_on_restricted',
  'entitlement_not_extendable',
  'price_not_chargeable',
  'max_instances_exceeded',
  'quantity_required',
  'quantity_invalid',
  'catch_up_too_long',
  'effective_at_invalid',
  'subscription_already_exists',
];

export const attachRefusals: readonly ProblemCode[] = [
  'add_on_already_attached',
  'add_on_archived',
  'add_on_blocked_in_trial',
  'add_on_not_launched',
  'add_on_not_linked',
  'add_on_not_visible',
  'add_on_not_in_phase',
  'add_on_restricted',
  'entitlement_not_extendable',
  'price_not_chargeable',
  'backdate_before_start',
  'catch_up_too_long',
  'effective_at_invalid',
  'max_instances_exceeded',
  'pending_change_conflict',
  'price_not_found',
  'quantity_invalid',
  'quantity_required',
  'subscription_ending',
  'subscription_not_started',
];

/** Why a customer may not have more of what it has: as it could not buy it. */
export const buyingMoreRefusals: readonly ProblemCode[] = [
  'add_on_archived',
  'add_on_blocked_in_trial',
  'add_on_not_linked',
  'add_on_not_visible',
  'add_on_not_in_phase',
  'add_on_restricted',
];

export const attachmentRefusals: readonly ProblemCode[] = [
  'attachment_not_found',
  'effective_at_invalid',
  'pending_change_conflict',
  'subscription_ending',
  'subscription_not_started',
];
