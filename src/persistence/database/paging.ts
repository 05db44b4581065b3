import type { Page, PageRequest } from '../../application/ports/paging.ts';
import type { TenantId } from '../../domain/ids.ts';

const largestInteger = 2_147_483_647;

/**
 * The condition for rows after a value of an integer column, in ascending order. A larger value, from another list's cursor, gives an
 * empty page.
 */
export const oldestFirst = (after: number | null) => ({ $gt: Math.min(after ?? 0, largestInteger) });

/** The same in descending order. */
export const newestFirst = (after: number | null) => ({ $lt: Math.min(after ?? largestInteger, largestInteger) });

/** Makes a page from rows read with a limit of one more than requested. */
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

/** The condition for the rows of a tenant on the requested and later pages. */
export const afterPosition = (tenantId: TenantId, { after }: PageRequest) => ({ tenantId, position: { $gt: after ?? 0 } });

/** The order of the rows, and one row more than the page shows. */
export const orderedByPosition = ({ limit }: PageRequest) => ({ orderBy: { position: 'asc' as const }, limit: limit + 1 });

/** Makes a page from rows read with `afterPosition` and `orderedByPosition`. */
export const pageByPosition = <Row extends { readonly position: number }, T>(
  rows: readonly Row[],
  { limit }: PageRequest,
  convert: (row: Row) => T,
): Page<T> => pageOf(rows, { limit, position: ({ position }) => position, convert });
