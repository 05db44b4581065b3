import { createHash } from 'node:crypto';

/** JSON with the fields of every object in order, so that two spellings of one body are one text; bytes as their SHA-256. */
function canonicalJson(value: unknown): string {
  if (value instanceof Uint8Array) return createHash('sha256').update(value).digest('hex');
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([field, each]) => `${JSON.stringify(field)}:${canonicalJson(each)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** SHA-256 in hex of what a request asks for: method, path, query and body. Headers and the order of fields do not count. */
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
