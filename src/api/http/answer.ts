import type { StoredAnswer } from '../../application/ports/idempotency.ts';
import { type ProblemInput, problemBody, problemOf, problemTable } from './problem.ts';
import type { Refusal, Result } from '../../domain/refusal.ts';
import { notFound as refuseNotFound } from '../../domain/refusals/catalogue.ts';

/** What a handler answers: a body that one adapter writes, as JSON or, if it is bytes, as they are. */
export interface Answer extends StoredAnswer {
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of the body that are written to the caller and never stored: a repetition of the request does not get them. */
  readonly shownOnce?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });

/** After how many seconds it makes sense to send a request again that could not be served now. */
const retryAfter = { 'Retry-After': '5' } as const;

/** A refusal of the edge. `requestId` goes into `instance`. What may succeed later says when (RFC 9110 §10.2.3). */
export function problem(input: ProblemInput, requestId: string): Answer {
  const answer: Answer = { status: problemTable[input.code].status, body: problemBody(input, requestId) };
  return mayComeAgain(answer) ? { ...answer, headers: retryAfter } : answer;
}

/** Whether the answer says nothing for good: the same request, sent again, may be answered otherwise. */
export const mayComeAgain = ({ status }: Pick<Answer, 'status'>): boolean => status === 429 || status === 503;

/** A refusal by a rule. */
export const refusal = (error: Refusal, requestId: string): Answer => problem(problemOf(error), requestId);

/** What a use case gave, as an answer, or its refusal. */
export const answerOf = <T>(result: Result<T>, requestId: string, answer: (value: T) => Answer): Answer =>
  result.ok ? answer(result.value) : refusal(result.error, requestId);

/** 404 in words: what kind of thing, and by which name it was looked for. */
export const notFound = (what: string, name: string, requestId: string): Answer =>
  refusal(refuseNotFound({ kind: what, name }).error, requestId);
