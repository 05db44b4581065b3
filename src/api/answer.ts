import type { StoredAnswer } from './ports.ts';
import { type ProblemInput, problemBody, problemOf, problemTable } from './problem.ts';
import type { Refusal } from '../domain/refusal.ts';

/** What a handler answers: a body that one adapter writes, as JSON or, if it is bytes, as they are. */
export interface Answer extends StoredAnswer {
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of the body that are written to the caller and never stored: a repetition of the request does not get them. */
  readonly shownOnce?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });

/** A refusal of the edge. `requestId` goes into `instance`. */
export const problem = (input: ProblemInput, requestId: string): Answer => ({
  status: problemTable[input.code].status,
  body: problemBody(input, requestId),
});

/** A refusal by a rule. */
export const refusal = (error: Refusal, requestId: string): Answer => problem(problemOf(error), requestId);

/** 404 in words: what kind of thing, and by which name it was looked for. */
export const notFound = (what: string, name: string, requestId: string): Answer =>
  problem({ code: 'not_found', detail: `there is no ${what} ${name}` }, requestId);
