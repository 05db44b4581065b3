import type { Page, PageRequest } from '../../application/ports/paging.ts';
import type { TenantId } from '../../domain/ids.ts';

const largestInteger = 2_147_483_647;

/**
 * The condition for rows after a place in a list by an integer column. A place beyond integers, from another list, is after the
 * end.
 */
export const oldestFirst = (after: number | null) => ({ $gt: Math.min(after ?? 0, largestInteger) });

/** The same in a list whose newest rows come first. */
export const newestFirst = (after: number | null) => ({ $lt: Math.min(after ?? largestInteger, largestInteger) });

/** Makes a page from rows that were read with a limit of one more than requested. */
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

/** The rows of a tenant that a page of a list by position is taken from. */
export const restOf = (tenantId: TenantId, { after }: PageRequest) => ({ tenantId, position: { $gt: after ?? 0 } });

/** In which order they are read, and how many of them: one more than the page shows. */
export const firstOf = ({ limit }: PageRequest) => ({ orderBy: { position: 'asc' as const }, limit: limit + 1 });

/** The page of the rows that were read so. */
export const pageByPosition = <Row extends { readonly position: number }, T>(
  rows: readonly Row[],
  { limit }: PageRequest,
  convert: (row: Row) => T,
): Page<T> => pageOf(rows, { limit, position: ({ position }) => position, convert });
