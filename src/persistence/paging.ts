/** A page of a list in a stable order; `cursor` is opaque to callers. */
export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | null;
}
export interface Page<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

/** The positions of a list, from before its first row to behind its last one. */
export const ascending = { before: 0, behind: Number.MAX_SAFE_INTEGER } as const;
export const descending = { before: 2_147_483_647, behind: 0 } as const;

/** The position that a page starts after. A cursor that this program did not write is behind the end: the page is empty. */
export function positionAfter(cursor: string | null, order: typeof ascending | typeof descending): number {
  if (cursor === null) return order.before;
  const text = Buffer.from(cursor, 'base64url').toString();
  return /^\d{1,15}$/.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : order.behind;
}

/** Makes a page of rows that were read with a limit of one more than asked for. */
export function pageOf<Row, T>(
  rows: readonly Row[],
  {
    limit,
    position,
    convert,
  }: { readonly limit: number; readonly position: (row: Row) => number; readonly convert: (row: Row) => T },
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data: shown.map(convert), nextCursor: more ? Buffer.from(String(position(last))).toString('base64url') : null };
}
