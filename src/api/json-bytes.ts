import { isUtf8 } from 'node:buffer';
import type { ProblemInput } from './problem.ts';

type JsonRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: ProblemInput };

/**
 * The object or list that the bytes of a body are; an empty body is an empty object. Refuses bytes of another charset and what is
 * no JSON (RFC 8259).
 */
export function readJsonBytes(bytes: Uint8Array, contentType: string): JsonRead {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset !== 'utf-8' && charset !== 'utf8')
    return refuse({ code: 'unsupported_media_type', detail: `send the body in UTF-8, not in ${charset}` });
  if (!isUtf8(bytes)) return refuse({ code: 'malformed_json', detail: 'the body is not UTF-8: encode it so' });
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return { ok: true, value: {} };
  const value = parse(text);
  if (typeof value === 'object' && value !== null) return { ok: true, value };
  return refuse({ code: 'malformed_json', detail: 'the body is not a JSON object or array' });
}

const refuse = (problem: ProblemInput): JsonRead => ({ ok: false, problem });

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
