import express, { type NextFunction, type Request, type Response } from 'express';
import { readJsonBytes } from '../json-bytes.ts';
import { problem } from '../answer.ts';
import { contextOf } from './request-context.ts';
import { writeAnswer } from './write-answer.ts';

const jsonLimit = '256kb';
const bytesLimit = '1mb';
const fileLimit = '20mb';
const jsonTypes = ['application/json', 'application/*+json'];

/** Refuses a body whose Content-Type is none of these: 415. */
const requireType =
  (types: readonly string[], detail: string) =>
  (request: Request, response: Response, next: NextFunction): void => {
    // `is` returns null without a body, but not for an empty body.
    if (request.is([...types]) !== false || request.get('content-length') === '0') return next();
    const { requestId } = contextOf(request);
    writeAnswer(request, response, problem({ code: 'unsupported_media_type', detail }, requestId));
  };

export const requireJson = requireType(jsonTypes, 'Send the body as application/json.');

/** Reads a JSON body of at most 256 kB. Invalid UTF-8 is refused, not replaced (RFC 8259 §8.1). */
export const readJson = [express.raw({ limit: jsonLimit, type: jsonTypes }), parseJson];

function parseJson(request: Request, response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  if (!(bytes instanceof Uint8Array)) return next();
  const parsed = readJsonBytes(bytes, request.get('content-type') ?? '');
  if (!parsed.ok) return writeAnswer(request, response, problem(parsed.problem, contextOf(request).requestId));
  request.body = parsed.value;
  next();
}

/** Reads the bytes of a JSON or CSV file of at most 20 MiB. */
const readFile = [
  requireType([...jsonTypes, 'text/csv'], 'Send the file as application/json or text/csv.'),
  express.raw({ limit: fileLimit, type: [...jsonTypes, 'text/csv'] }),
  keepFile,
];

/** Keeps the bytes: a separate thread parses them later. */
function keepFile(request: Request, _response: Response, next: NextFunction): void {
  const bytes: unknown = request.body;
  if (bytes instanceof Uint8Array) request.body = { bytes, contentType: request.get('content-type') ?? '' };
  next();
}

/** Reads a body of one of these media types as bytes, at most 1 MiB. */
const readBytes = (types: readonly string[]) => [
  requireType(types, `Send the bytes as ${types.join(' or ')}.`),
  express.raw({ limit: bytesLimit, type: [...types] }),
];

/** The body parser of calls with `bodyTypes`: for files if CSV is among them, otherwise for bytes. */
export const readerOf = (types: readonly string[]) => (types.includes('text/csv') ? readFile : readBytes(types));
