import type { ExpectedRevision } from '../../application/expected-revision.ts';
import { type Answer, refusal } from './answer.ts';
import type { ProblemCode } from './problem.ts';
import type { EdgeRequest } from './route.ts';
import { ifMatchInvalid } from '../../domain/refusals/requests.ts';

/** The refusals of a write that accepts If-Match. */
export const staleRefusals: readonly ProblemCode[] = ['if_match_invalid', 'revision_mismatch'];

/** The revision in If-Match, `any` without one, or `unreadable` if it is not an ETag of Annex (RFC 9110 §13.1.1). */
export function expectedRevision({ header }: Pick<EdgeRequest, 'header'>): ExpectedRevision {
  const tag = header('if-match');
  if (tag === undefined || tag === '*') return 'any';
  const revision = /^"(\d{1,15})"$/.exec(tag)?.[1];
  return revision === undefined ? 'unreadable' : Number(revision);
}

/** The refusal of an unreadable If-Match; `what` is the noun of the object. */
export const invalidIfMatch = (what: string, requestId: string): Answer =>
  refusal(ifMatchInvalid({ kind: what }).error, requestId);
