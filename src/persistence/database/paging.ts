import type { Page } from '../../application/ports/paging.ts';

const largestInteger = 2_147_483_647;

/** What comes after a place in a list by an integer column. A place of another list, too large for one, is behind the end. */
export const oldestFirst = (after: number | null) => ({ $gt: Math.min(after ?? 0, largestInteger) });

/** The same in a list whose newest rows come first. */
export const newestFirst = (after: number | null) => ({ $lt: Math.min(after ?? largestInteger, largestInteger) });

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
  return { data: shown.map(convert), next: rows.length > limit && last !== undefined ? position(last) : null };
}
