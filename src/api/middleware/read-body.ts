import express, { type NextFunction, type Request, type Response } from 'express';
import { problem } from '../answer.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

const bodyLimit = '256kb';
const jsonTypes = ['application/json', 'application/*+json'];

/** Refuses a body that is not JSON by its type: 415. */
export function requireJson(request: Request, response: Response, next: NextFunction): void {
  // `is` answers null without a body, but takes an empty one for a body.
  if (request.is(jsonTypes) !== false || request.get('content-length') === '0') return next();
  const { requestId } = contextOf(request);
  writeAnswer(
    request,
    response,
    problem({ code: 'unsupported_media_type', detail: 'send the body as application/json' }, requestId),
  );
}

/** Reads a JSON body of at most 256 kB. */
export const readJson = express.json({ limit: bodyLimit, type: jsonTypes });
