import { z } from 'zod';

/** The query of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('How many to answer, 1 to 100.'),
  cursor: z.string().min(1).max(500).exactOptional().describe('The nextCursor of the page before.'),
});

/** A page of a list. `id` names it in the OpenAPI document. */
export const listOf = <T extends z.ZodType>(item: T, id: string) =>
  z
    .object({ data: z.array(item), nextCursor: z.string().nullable() })
    .meta({ id, description: 'A page in a stable order; nextCursor is null on the last one.' });

/** For calls that take no query and for those that take no body. */
export const noQuery = z.strictObject({});
export const noBody = z.strictObject({}).default({}).meta({ id: 'NoBody', description: 'Nothing, or an empty object.' });
