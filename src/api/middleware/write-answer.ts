import type { Request, Response } from 'express';
import type { Answer } from '../answer.ts';
import { contextOf } from './request-context.ts';

/** Writes an answer: problem details for refusals, and the ETag of single objects that have a revision. */
export function writeAnswer(request: Request, response: Response, { status, body, headers }: Answer): void {
  const isProblem = status >= 400;
  if (isProblem) contextOf(request).problemCode = textField(body, 'code');
  const revision = isProblem ? undefined : field(body, 'revision');
  if (typeof revision === 'number') response.set('ETag', `"${revision}"`);
  response.set(headers ?? {});
  response.status(status).type(isProblem ? 'application/problem+json' : 'application/json');
  response.send(JSON.stringify(body));
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

function textField(body: unknown, name: string): string | null {
  const value = field(body, name);
  return typeof value === 'string' ? value : null;
}
