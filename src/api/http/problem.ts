import type { ProblemBody } from '../../contracts/wire/shared/problem.ts';
import type { Issue, Refusal, RefusalCode } from '../../domain/refusal.ts';
import { sentencesWithPointers } from '../../domain/refusals/words.ts';

/** The codes of the HTTP layer; those of business rules are RefusalCode. */
type EdgeCode =
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

/** Status and title of every code. A new code without a row does not compile. */
export const problemTable = {
  add_on_already_attached: { status: 409, title: 'The add-on is already attached' },
  add_on_archived: { status: 409, title: 'The add-on is archived' },
  add_on_blocked_in_trial: { status: 422, title: 'The add-on cannot be added during the trial' },
  add_on_mandatory: { status: 422, title: 'The add-on is mandatory' },
  add_on_not_in_phase: { status: 422, title: 'The add-on is not sold in this phase' },
  add_on_not_launched: { status: 422, title: 'The add-on is not launched' },
  add_on_not_linked: { status: 422, title: 'The add-on is not linked to the plan' },
  add_on_not_visible: { status: 422, title: 'The add-on is not available to customers' },
  add_on_restricted: { status: 422, title: 'The add-on is restricted to other buyers' },
  api_key_in_use: { status: 409, title: 'The API key is in use by this request' },
  attachment_not_found: { status: 404, title: 'Attachment not found' },
  backdate_before_start: { status: 422, title: 'The date is before the start of the subscription' },
  body_too_large: { status: 413, title: 'The body is too large' },
  catch_up_too_long: { status: 422, title: 'Too many periods at once' },
  clock_cannot_go_back: { status: 422, title: 'The clock cannot go back' },
  clock_is_real_time: { status: 422, title: 'The subscription runs in real time' },
  customer_in_use: { status: 409, title: 'The customer is in use' },
  cycles_immutable: { status: 422, title: 'The billing cycles of a price are immutable' },
  database_unavailable: { status: 503, title: 'The database is unavailable' },
  decision_failed: { status: 500, title: 'The command failed because of an internal error' },
  draft_exists: { status: 409, title: 'A draft already exists' },
  draft_is_first: { status: 409, title: 'The draft is the only version' },
  effective_at_invalid: { status: 422, title: 'The change cannot take effect at this instant' },
  engine_unavailable: { status: 503, title: 'The engine is unavailable' },
  entitlement_not_extendable: { status: 422, title: 'The features cannot be merged' },
  feature_in_use: { status: 409, title: 'The feature is in use' },
  file_too_heavy: { status: 413, title: 'The file takes too long or too much memory' },
  idempotency_key_invalid: { status: 400, title: 'The Idempotency-Key is not valid' },
  idempotency_key_required: { status: 400, title: 'An Idempotency-Key is required' },
  idempotency_key_reused: { status: 409, title: 'The Idempotency-Key was used for another request' },
  if_match_invalid: { status: 400, title: 'If-Match is not valid' },
  image_too_large: { status: 422, title: 'The image is too large' },
  image_type_unsupported: { status: 422, title: 'The type of the image is not supported' },
  image_unreadable: { status: 422, title: 'The image cannot be read' },
  importer_busy: { status: 503, title: 'Other files are being imported' },
  instant_out_of_range: { status: 422, title: 'The instant is out of range' },
  insufficient_scope: { status: 403, title: 'The API key lacks the required scope' },
  internal_error: { status: 500, title: 'Internal error' },
  invalid_offering: { status: 422, title: 'The offering is not valid' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  key_already_used: { status: 409, title: 'The key is already used' },
  link_already_exists: { status: 409, title: 'The add-on is already linked' },
  malformed_body: { status: 400, title: 'The body is malformed' },
  malformed_json: { status: 400, title: 'The body is not JSON' },
  max_instances_exceeded: { status: 422, title: 'Too many instances of the add-on' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  no_draft: { status: 409, title: 'The offering has no draft' },
  not_acceptable: { status: 406, title: 'Not acceptable' },
  not_archived: { status: 409, title: 'The offering is not archived' },
  not_found: { status: 404, title: 'Not found' },
  nothing_to_launch: { status: 409, title: 'No draft to launch' },
  offering_archived: { status: 409, title: 'The offering is archived' },
  offering_has_prices: { status: 409, title: 'The offering has prices' },
  offering_in_use: { status: 409, title: 'The offering is in use' },
  offering_launched: { status: 409, title: 'The offering was launched' },
  offering_linked: { status: 409, title: 'The offering is linked' },
  pending_change_conflict: { status: 409, title: 'Another change is already scheduled' },
  pending_change_not_found: { status: 404, title: 'Pending change not found' },
  plan_not_launched: { status: 422, title: 'The plan is not launched' },
  plan_version_locked: { status: 409, title: 'The launched version of a plan is locked' },
  policy_argument_forbidden: { status: 403, title: 'The policy is reserved for administrators' },
  price_edit_forbidden: { status: 422, title: 'The price cannot be edited in place' },
  price_not_chargeable: { status: 422, title: 'The price cannot be charged yet' },
  price_not_found: { status: 422, title: 'Price not found' },
  pricing_model_immutable: { status: 422, title: 'The pricing model of a price is immutable' },
  quantity_invalid: { status: 422, title: 'The quantity is not valid' },
  quantity_required: { status: 422, title: 'A quantity is required' },
  quantity_unchanged: { status: 422, title: 'The quantity is unchanged' },
  quote_stale: { status: 409, title: 'The quote is stale' },
  rate_limited: { status: 429, title: 'Too many requests' },
  revision_mismatch: { status: 409, title: 'The revision has changed' },
  route_not_found: { status: 404, title: 'Path not found' },
  single_purchase_not_launched: { status: 422, title: 'The single purchase is not launched' },
  subscription_already_exists: { status: 409, title: 'The subscription already exists' },
  subscription_ended: { status: 409, title: 'The subscription has ended' },
  subscription_ending: { status: 409, title: 'The subscription is ending' },
  subscription_not_found: { status: 404, title: 'Subscription not found' },
  subscription_not_started: { status: 409, title: 'The subscription has not started' },
  subscription_stuck: { status: 503, title: 'The subscription is stuck' },
  too_many_commands: { status: 429, title: 'Too many commands are waiting' },
  unauthenticated: { status: 401, title: 'A valid API key is required' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
} as const satisfies Record<ProblemCode, { readonly status: number; readonly title: string }>;

/** The URI of a problem type (RFC 9457 §3.1.1). */
const problemType = (code: ProblemCode): string => `urn:annex:problem:${code.replaceAll('_', '-')}`;

/** An issue, with its place if it is about a CSV file. */
type PlacedIssue = Issue & { readonly row?: number; readonly column?: string };

export interface ProblemInput {
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly issues?: readonly PlacedIssue[];
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** The Problem Details of one request; `instance` has the request id, by which the log can be searched. */
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

/** The maximum number of issues in an answer, which keeps it small. */
const maxIssues = 100;

const firstOf = (issues: readonly PlacedIssue[]): readonly PlacedIssue[] =>
  issues.length <= maxIssues
    ? issues
    : [
        ...issues.slice(0, maxIssues),
        { pointer: '', code: 'more_issues', detail: `There are ${issues.length - maxIssues} more: correct these first.` },
      ];

/**
 * The problem of an invalid request, with its issues, the first ten in `detail`. If all of them are instants out of range, the code is
 * that of a rule: 422.
 */
export const problemOfIssues = (code: ProblemCode, issues: readonly Issue[]): ProblemInput => ({
  code: issues.every((issue) => issue.code === 'instant_out_of_range') ? 'instant_out_of_range' : code,
  detail: sentencesWithPointers(issues),
  issues,
});

/** The problem of a refusal of the domain. */
export const problemOf = ({ code, message, issues, meta }: Refusal): ProblemInput => ({
  code,
  detail: message,
  ...(issues === undefined ? {} : { issues }),
  ...(meta === undefined ? {} : { meta }),
});
