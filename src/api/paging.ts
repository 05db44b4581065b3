import type { z } from 'zod';
import type { pageQuery } from '../contracts/wire/list.ts';
import type { Page, PageRequest } from './ports.ts';

/** The page that a query asks for. */
export const toPageRequest = ({ limit, cursor }: z.output<typeof pageQuery>): PageRequest => ({
  limit,
  cursor: cursor ?? null,
});

/** A page on the wire. */
export const toApiPage = <T, V>(
  { data, nextCursor }: Page<T>,
  toApi: (item: T) => V,
): { data: V[]; nextCursor: string | null } => ({
  data: data.map(toApi),
  nextCursor,
});
