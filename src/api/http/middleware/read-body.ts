import express, { type NextFunction, type Request, type Response } from 'express';
import { readJsonBytes } from '../json-bytes.ts';
import { problem } from '../answer.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

const jsonLimit = '256kb';
const bytesLimit = '1mb';
const fileLimit = '20mb';
const jsonTypes = ['application/json', 'application/*+json'];

/** Refuses a body that by its stated type is none of these: 415. */
const requireType =
  (types: readonly string[], detail: string) =>
  (request: Request, response: Response, next: NextFunction): void => {
    // `is` answers null without a body, but takes an empty one for a body.
    if (request.is([...types]) !== false || request.get('content-length') === '0') return next();
    const { requestId } = contextOf(request);
    writeAnswer(request, response, problem({ code: 'unsupported_media_type', detail }, requestId));
  };

export const requireJson = requireType(jsonTypes, 'Send the body as application/json.');

/** Reads a JSON body of at most 256 kB. It is UTF-8 (RFC 8259 §8.1): bytes that are none are refused and never replaced. */
export const readJson = [express.raw({ limit: jsonLimit, type: jsonTypes }), parseJson];

function parseJson(request: Request, response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  if (!(bytes instanceof Uint8Array)) return next();
  const parsed = readJsonBytes(bytes, request.get('content-type') ?? '');
  if (!parsed.ok) return writeAnswer(request, response, problem(parsed.problem, contextOf(request).requestId));
  request.body = parsed.value;
  next();
}

/** Reads the bytes of a file of at most 20 MiB: JSON, or comma-separated values. */
const readFile = [
  requireType([...jsonTypes, 'text/csv'], 'Send the file as application/json or text/csv.'),
  express.raw({ limit: fileLimit, type: [...jsonTypes, 'text/csv'] }),
  keepFile,
];

/** What the bytes say is read later, in a thread of its own. */
function keepFile(request: Request, _response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  if (bytes instanceof Uint8Array) request.body = { bytes, contentType: request.get('content-type') ?? '' };
  next();
}

/** Reads a body of one of these media types as bytes, at most 1 MiB of them. */
const readBytes = (types: readonly string[]) => [
  requireType(types, `Send the bytes as ${types.join(' or ')}.`),
  express.raw({ limit: bytesLimit, type: [...types] }),
];

/** The reader of the calls that name their media types: of files where CSV is one of them, of bytes otherwise. */
export const readerOf = (types: readonly string[]) => (types.includes('text/csv') ? readFile : readBytes(types));
