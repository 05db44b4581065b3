/** A problem with one part of the input. `pointer` is a JSON pointer into what the caller sent. */
export interface Issue {
  readonly code: string;
  readonly pointer: string;
  readonly detail: string;
}

/** The codes of all refusals; `api/http/problem.ts` maps each to a status and a title. */
export type RefusalCode =
  | 'add_on_already_attached'
  | 'add_on_archived'
  | 'add_on_blocked_in_trial'
  | 'add_on_mandatory'
  | 'add_on_not_in_phase'
  | 'add_on_not_launched'
  | 'add_on_not_linked'
  | 'add_on_not_visible'
  | 'add_on_restricted'
  | 'api_key_in_use'
  | 'attachment_not_found'
  | 'backdate_before_start'
  | 'catch_up_too_long'
  | 'clock_cannot_go_back'
  | 'clock_is_real_time'
  | 'customer_in_use'
  | 'cycles_immutable'
  | 'decision_failed'
  | 'draft_exists'
  | 'draft_is_first'
  | 'effective_at_invalid'
  | 'entitlement_not_extendable'
  | 'feature_in_use'
  | 'idempotency_key_reused'
  | 'if_match_invalid'
  | 'image_too_large'
  | 'image_type_unsupported'
  | 'image_unreadable'
  | 'invalid_offering'
  | 'invalid_request'
  | 'key_already_used'
  | 'link_already_exists'
  | 'max_instances_exceeded'
  | 'no_draft'
  | 'not_archived'
  | 'not_found'
  | 'nothing_to_launch'
  | 'offering_archived'
  | 'offering_has_prices'
  | 'offering_in_use'
  | 'offering_launched'
  | 'offering_linked'
  | 'pending_change_conflict'
  | 'pending_change_not_found'
  | 'plan_not_launched'
  | 'plan_version_locked'
  | 'policy_argument_forbidden'
  | 'price_edit_forbidden'
  | 'price_not_chargeable'
  | 'price_not_found'
  | 'pricing_model_immutable'
  | 'quantity_invalid'
  | 'quantity_required'
  | 'quantity_unchanged'
  | 'quote_stale'
  | 'revision_mismatch'
  | 'single_purchase_not_launched'
  | 'subscription_already_exists'
  | 'subscription_ended'
  | 'subscription_ending'
  | 'subscription_not_found'
  | 'subscription_not_started'
  | 'subscription_stuck'
  | 'too_many_commands';

/** A rejection by a business rule: plain data, returned and never thrown. Each code has its function in `refusals`. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly issues?: readonly Issue[];
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** The failed result, assignable to every `Result`. */
export interface Refused {
  readonly ok: false;
  readonly error: Refusal;
}

/** The value, or the refusal. */
export type Result<T> = { readonly ok: true; readonly value: T } | Refused;

/** The successful result. */
export const accepted = <T>(value: T): Result<T> => ({ ok: true, value });
