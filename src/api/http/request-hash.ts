import { createHash } from 'node:crypto';

/** JSON with sorted fields, so that equal bodies give equal text; bytes are given as their SHA-256. */
function canonicalJson(value: unknown): string {
  if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('hex');
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([field, each]) => `${JSON.stringify(field)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The SHA-256, in hex, of method, path, query and body, whatever the order of fields. Headers are ignored. */
export const requestHash = (request: {
  readonly method: string;
  readonly path: string;
  readonly query?: unknown;
  readonly body: unknown;
}): string =>
  createHash('sha256')
    .update(`${request.method} ${request.path}${queryText(request.query)}\n${canonicalJson(request.body ?? null)}`)
    .digest('hex');

function queryText(query: unknown): string {
  const text = canonicalJson(query ?? {});
  return text === '{}' ? '' : `?${text}`;
}
