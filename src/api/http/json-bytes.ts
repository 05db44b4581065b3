import { isUtf8 } from 'node:buffer';
import type { ProblemInput } from './problem.ts';

type JsonRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: ProblemInput };

/**
 * Parses the bytes of a body as a JSON object or array; an empty body is an empty object. Refuses other charsets than UTF-8 and
 * malformed JSON (RFC 8259).
 */
export function readJsonBytes(bytes: Uint8Array, contentType: string): JsonRead {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8')
    return refuse({ code: 'unsupported_media_type', detail: `Send the body in UTF-8, not in ${charset}.` });
  if (!isUtf8(bytes)) return refuse({ code: 'malformed_json', detail: 'The body is not valid UTF-8: encode it in UTF-8.' });
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return { ok: true, value: {} };
  const value = parse(text);
  if (typeof value === 'object' && value !== null) return { ok: true, value };
  return refuse({
    code: 'malformed_json',
    detail: 'The body is not a JSON object or array: check quotes, commas and brackets.',
  });
}

const refuse = (problem: ProblemInput): JsonRead => ({ ok: false, problem });

/** Whether JSON is nested deeper than `most` levels. The result is undefined for malformed JSON. */
export function isNestedDeeper(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (isInText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) isInText = false;
    } else if (byte === quote) isInText = true;
    else if (byte === openingBrace || byte === openingBracket) depth += 1;
    else if (byte === closingBrace || byte === closingBracket) depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

const [quote, backslash, openingBrace, closingBrace, openingBracket, closingBracket] = new TextEncoder().encode('"\\{}[]');

/** Undefined for malformed JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
