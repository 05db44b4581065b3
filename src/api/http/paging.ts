import { type pageQuery, writeCursor } from '../../contracts/wire/shared/list.ts';
import type { z } from 'zod';
import type { Page, PageRequest } from '../../application/ports/paging.ts';

/** The page request of a query. */
export const toPageRequest = ({ limit, cursor }: Pick<z.output<typeof pageQuery>, 'limit' | 'cursor'>): PageRequest => ({
  limit,
  after: cursor ?? null,
});

/** The wire form of a page. */
export const toApiPage = <T, V>({ data, next }: Page<T>, toApi: (item: T) => V): { data: V[]; nextCursor: string | null } => ({
  data: data.map(toApi),
  nextCursor: next === null ? null : writeCursor(next),
});
