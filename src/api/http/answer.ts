import type { StoredAnswer } from '../../application/ports/idempotency.ts';
import { type ProblemInput, problemBody, problemOf, problemTable } from './problem.ts';
import type { Refusal, Result } from '../../domain/refusal.ts';
import { notFound as refuseNotFound } from '../../domain/refusals/catalogue.ts';

/** The answer of a handler. Bytes are sent as they are, any other body as JSON. */
export interface Answer extends StoredAnswer {
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of the body that are sent but not stored: a repeated request does not get them. */
  readonly shownOnce?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });

/** The delay, in seconds, before a retry of a request that could not be served. */
const retryAfter = { 'Retry-After': '5' } as const;

/** A problem as an answer; `requestId` goes into `instance`. One that may succeed later has Retry-After (RFC 9110 §10.2.3). */
export function problem(input: ProblemInput, requestId: string): Answer {
  const answer: Answer = { status: problemTable[input.code].status, body: problemBody(input, requestId) };
  return isTemporary(answer) ? { ...answer, headers: retryAfter } : answer;
}

/** Whether the answer is temporary: the same request may succeed later. */
export const isTemporary = ({ status }: Pick<Answer, 'status'>): boolean => status === 429 || status === 503;

/** A refusal of the domain as an answer. */
export const refusal = (error: Refusal, requestId: string): Answer => problem(problemOf(error), requestId);

/** The result of a use case as an answer. */
export const answerOf = <T>(result: Result<T>, requestId: string, answer: (value: T) => Answer): Answer =>
  result.ok ? answer(result.value) : refusal(result.error, requestId);

/** A 404 about the object of a kind with this id or key. */
export const notFound = (what: string, name: string, requestId: string): Answer =>
  refusal(refuseNotFound({ kind: what, name }).error, requestId);
