import type { ProblemBody } from '../../contracts/wire/shared/problem.ts';
import { summarize } from '../../application/summarize.ts';
import type { Issue, Refusal, RefusalCode } from '../../domain/refusal.ts';

/** What the edge itself refuses, before any rule is asked. */
type EdgeCode =
  | 'api_key_in_use'
  | 'body_too_large'
  | 'database_unavailable'
  | 'engine_unavailable'
  | 'file_too_heavy'
  | 'idempotency_key_invalid'
  | 'idempotency_key_required'
  | 'idempotency_key_reused'
  | 'importer_busy'
  | 'instant_out_of_range'
  | 'insufficient_scope'
  | 'internal_error'
  | 'invalid_request'
  | 'malformed_body'
  | 'malformed_json'
  | 'method_not_allowed'
  | 'not_acceptable'
  | 'rate_limited'
  | 'route_not_found'
  | 'unauthenticated'
  | 'unsupported_media_type';

export type ProblemCode = RefusalCode | EdgeCode;

/** Status and title of every reason to refuse. A new code without a row does not compile. */
export const problemTable = {
  add_on_already_attached: { status: 409, title: 'The add-on is attached already' },
  add_on_archived: { status: 409, title: 'The add-on is archived' },
  add_on_blocked_in_trial: { status: 422, title: 'The add-on cannot be added during the trial' },
  add_on_mandatory: { status: 422, title: 'The add-on is mandatory' },
  add_on_not_in_phase: { status: 422, title: 'The plan is not in the phase for this add-on' },
  add_on_not_launched: { status: 422, title: 'The add-on is not launched' },
  add_on_not_linked: { status: 422, title: 'The plan does not take this add-on' },
  add_on_not_visible: { status: 422, title: 'The add-on is not open to customers' },
  add_on_restricted: { status: 422, title: 'The add-on is not for this buyer' },
  api_key_in_use: { status: 409, title: 'The API key is the one that this request uses' },
  attachment_not_found: { status: 404, title: 'The subscription has no such add-on' },
  backdate_before_start: { status: 422, title: 'The date is before the start of the subscription' },
  body_too_large: { status: 413, title: 'The body is too large' },
  catch_up_too_long: { status: 422, title: 'Too many periods would pass at once' },
  clock_cannot_go_back: { status: 422, title: 'The clock cannot go back' },
  clock_is_real_time: { status: 422, title: 'The subscription runs in real time' },
  customer_in_use: { status: 409, title: 'Subscriptions go by what is to change' },
  cycles_immutable: { status: 422, title: 'The billing cycles of a price never change' },
  database_unavailable: { status: 503, title: 'The database does not answer at the moment' },
  decision_failed: { status: 500, title: 'The decision failed by a fault of ours' },
  draft_exists: { status: 409, title: 'There is a draft already' },
  draft_is_first: { status: 409, title: 'The draft is all there is of the offering' },
  effective_at_invalid: { status: 422, title: 'The change cannot take effect then' },
  engine_unavailable: { status: 503, title: 'The engine does not answer at the moment' },
  entitlement_not_extendable: { status: 422, title: 'The features cannot be merged' },
  feature_in_use: { status: 409, title: 'What the feature means is in use' },
  file_too_heavy: { status: 413, title: 'The file takes too much work' },
  idempotency_key_invalid: { status: 400, title: 'The Idempotency-Key cannot be used' },
  idempotency_key_required: { status: 400, title: 'An Idempotency-Key is needed' },
  idempotency_key_reused: { status: 409, title: 'The Idempotency-Key belongs to another request' },
  if_match_invalid: { status: 400, title: 'If-Match is not an ETag' },
  image_too_large: { status: 422, title: 'The image is too large' },
  image_type_unsupported: { status: 422, title: 'The image has a type that is not taken' },
  image_unreadable: { status: 422, title: 'The image cannot be read' },
  importer_busy: { status: 503, title: 'Other files are being imported' },
  instant_out_of_range: { status: 422, title: 'The instant is before 1970 or after 2999' },
  insufficient_scope: { status: 403, title: 'The API key lacks the scope for this call' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  invalid_offering: { status: 422, title: 'The offering is not complete' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  key_already_used: { status: 409, title: 'The key is in use' },
  link_already_exists: { status: 409, title: 'The plan takes this add-on already' },
  malformed_body: { status: 400, title: 'The body cannot be read' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  max_instances_exceeded: { status: 422, title: 'The subscription would hold too many instances' },
  method_not_allowed: { status: 405, title: 'There is no such call on this path' },
  no_draft: { status: 409, title: 'The offering has no draft' },
  not_acceptable: { status: 406, title: 'The call does not answer in this form' },
  not_archived: { status: 409, title: 'The offering is not archived' },
  not_found: { status: 404, title: 'There is no such thing' },
  nothing_to_launch: { status: 409, title: 'There is no draft to launch' },
  offering_archived: { status: 409, title: 'The offering is archived' },
  offering_has_prices: { status: 409, title: 'The offering has prices' },
  offering_in_use: { status: 409, title: 'The offering is in use' },
  offering_launched: { status: 409, title: 'The offering was launched' },
  offering_linked: { status: 409, title: 'The offering is linked' },
  pending_change_conflict: { status: 409, title: 'Another change is scheduled' },
  pending_change_not_found: { status: 404, title: 'No such change is scheduled' },
  plan_not_launched: { status: 422, title: 'The plan is not launched' },
  plan_version_locked: { status: 409, title: 'The launched version of a plan is locked' },
  policy_argument_forbidden: { status: 403, title: 'The caller may not set this policy' },
  price_edit_forbidden: { status: 422, title: 'The amount of this price is not edited in place' },
  price_not_chargeable: { status: 422, title: 'This kind of price cannot be subscribed to yet' },
  price_not_found: { status: 422, title: 'There is no price for this currency and cadence' },
  pricing_model_immutable: { status: 422, title: 'The pricing model of a price never changes' },
  quantity_invalid: { status: 422, title: 'The quantity is not possible' },
  quantity_required: { status: 422, title: 'A quantity is needed' },
  quantity_unchanged: { status: 422, title: 'The quantity is the same' },
  quote_stale: { status: 409, title: 'The quote no longer holds' },
  rate_limited: { status: 429, title: 'Too many requests' },
  revision_mismatch: { status: 409, title: 'It has changed since it was read' },
  route_not_found: { status: 404, title: 'There is no such path' },
  single_purchase_not_launched: { status: 422, title: 'The single purchase is not on sale' },
  subscription_already_exists: { status: 409, title: 'The subscription exists already' },
  subscription_ended: { status: 409, title: 'The subscription has ended' },
  subscription_ending: { status: 409, title: 'The subscription is about to end' },
  subscription_not_found: { status: 404, title: 'There is no such subscription' },
  subscription_not_started: { status: 409, title: 'The subscription has not started' },
  subscription_stuck: { status: 503, title: 'Something that is due fails, and holds the subscription up' },
  too_many_commands: { status: 429, title: 'Too many commands wait for this subscription' },
  unauthenticated: { status: 401, title: 'A valid API key is needed' },
  unsupported_media_type: { status: 415, title: 'The call does not take a body of this type' },
} as const satisfies Record<ProblemCode, { readonly status: number; readonly title: string }>;

/** The URI that names a kind of problem (RFC 9457 §3.1.1). */
const problemType = (code: ProblemCode): string => `urn:annex:problem:${code.replaceAll('_', '-')}`;

/** An issue, and its place in a file with comma-separated values. */
type PlacedIssue = Issue & { readonly row?: number; readonly column?: string };

export interface ProblemInput {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly issues?: readonly PlacedIssue[];
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Problem Details of one request; `instance` names the request, so that it can be found in the log. */
export function problemBody({ code, detail, issues, meta }: ProblemInput, requestId: string): ProblemBody {
  const { status, title } = problemTable[code];
  return {
    type: problemType(code),
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    instance: `urn:request:${requestId}`,
    code,
    errors: firstOf(issues ?? []).map(({ pointer, code: issueCode, detail: sentence, row, column }) => ({
      pointer,
      code: issueCode,
      detail: sentence,
      ...(row === undefined ? {} : { row }),
      ...(column === undefined ? {} : { column }),
    })),
    ...(meta === undefined ? {} : { meta }),
  };
}

/** More than this nobody reads: a body of a thousand mistakes is answered in a few kilobytes. */
const mostIssues = 100;

const firstOf = (issues: readonly PlacedIssue[]): readonly PlacedIssue[] =>
  issues.length <= mostIssues
    ? issues
    : [
        ...issues.slice(0, mostIssues),
        { pointer: '', code: 'more_issues', detail: `and ${issues.length - mostIssues} more: mend these first` },
      ];

/**
 * The problem of a request of which all that is wrong is known; the first of it in its sentence. Instants that are well written but
 * too far away are refused by a rule: 422.
 */
export const problemOfIssues = (code: ProblemCode, issues: readonly Issue[]): ProblemInput => ({
  code: issues.every((issue) => issue.code === 'instant_out_of_range') ? 'instant_out_of_range' : code,
  detail: summarize(issues.map(({ pointer, detail }) => `${pointer || 'the body'}: ${detail}`)),
  issues,
});

/** The problem that a refusal of the domain becomes. */
export const problemOf = ({ code, message, issues, meta }: Refusal): ProblemInput => ({
  code,
  detail: message,
  ...(issues === undefined ? {} : { issues }),
  ...(meta === undefined ? {} : { meta }),
});
