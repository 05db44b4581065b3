import type { Request, Response } from 'express';
import type { Answer } from '../answer.ts';
import { contextOf } from './request-context.ts';

/**
 * Writes an answer: Problem Details for refusals, an ETag for objects with a revision, and bytes under the Content-Type of the answer.
 * Express answers 304 if If-None-Match has that ETag.
 */
export function writeAnswer(request: Request, response: Response, { status, body, headers, shownOnce }: Answer): void {
  const isProblem = status >= 400;
  if (isProblem) contextOf(request).problemCode = textField(body, 'code');
  const revision = isProblem ? undefined : field(body, 'revision');
  if (typeof revision === 'number') response.set('ETag', `"${revision}"`);
  response.set(headers ?? {});
  if (body instanceof Uint8Array) {
    response.status(status).send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    return;
  }
  response.status(status).type(isProblem ? 'application/problem+json' : 'application/json');
  response.send(JSON.stringify(shownOnce === undefined ? body : Object.assign({}, body, shownOnce)));
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

function textField(body: unknown, name: string): string | null {
  const value = field(body, name);
  return typeof value === 'string' ? value : null;
}
