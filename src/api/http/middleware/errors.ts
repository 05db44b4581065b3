import type { NextFunction, Request, Response } from 'express';
import { type Answer, problem } from '../answer.ts';
import type { ApiDeps } from '../deps.ts';
import { EngineUnavailable } from '../../../application/engine-unavailable.ts';
import type { ProblemInput } from '../problem.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

/** The errors of the body parser by their type. */
const bodyProblems: ReadonlyMap<string, ProblemInput> = new Map([
  [
    'encoding.unsupported',
    { code: 'unsupported_media_type', detail: 'The `Content-Encoding` is not supported: use gzip, deflate, br or none.' },
  ],
  ['charset.unsupported', { code: 'unsupported_media_type', detail: 'Send the body in UTF-8.' }],
  ['request.aborted', { code: 'malformed_body', detail: 'The body ended early: send all of it.' }],
  [
    'request.size.invalid',
    { code: 'malformed_body', detail: 'The body does not have the length that `Content-Length` states.' },
  ],
]);

/** Converts errors to Problem Details. The details of an internal error go to the log only. */
export const answerErrors =
  ({ isOutage }: Pick<ApiDeps, 'isOutage'>) =>
  (error: unknown, request: Request, response: Response, next: NextFunction): void => {
    if (response.headersSent) return next(error);
    writeAnswer(request, response, answerOf(error, request, isOutage));
  };

function answerOf(error: unknown, request: Request, isOutage: ApiDeps['isOutage']): Answer {
  const { requestId, log } = contextOf(request);
  const known = bodyProblemOf(error, request);
  if (known !== undefined) return problem(known, requestId);
  // The router throws it for a path with invalid percent-encoding.
  if (error instanceof URIError)
    return problem({ code: 'route_not_found', detail: 'The path has an invalid percent-encoding.' }, requestId);
  if (error instanceof EngineUnavailable || isOutage(error)) {
    log.warn({ err: error }, 'database or engine unavailable');
    const code = error instanceof EngineUnavailable ? 'engine_unavailable' : 'database_unavailable';
    const detail = 'Nothing is lost: send the same request with the same `Idempotency-Key` again.';
    return problem({ code, detail }, requestId);
  }
  log.error({ err: error }, 'the request failed');
  return problem({ code: 'internal_error' }, requestId);
}

function bodyProblemOf(error: unknown, request: Request): ProblemInput | undefined {
  const type = typeOf(error);
  if (type === 'entity.too.large') return tooLarge(error);
  // An error of the body parser without a type comes from the decompression.
  if (type !== '' || error instanceof URIError || field(error, 'status') !== 400) return bodyProblems.get(type);
  const encoding = request.get('content-encoding') ?? 'identity';
  return {
    code: 'malformed_body',
    detail: `The body is not encoded as \`Content-Encoding: ${encoding}\` says: state its real encoding.`,
  };
}

/** The error has the limit in bytes. */
function tooLarge(error: unknown): ProblemInput {
  const limit = field(error, 'limit');
  return { code: 'body_too_large', detail: `The body of this call must have at most ${Number(limit) / 1024} KiB.` };
}

const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

function typeOf(error: unknown): string {
  const type = field(error, 'type');
  return typeof type === 'string' ? type : '';
}
