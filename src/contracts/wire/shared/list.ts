import { z } from 'zod';

/** Where a page begins. Opaque to callers, so that its content can change. */
const cursor = z
  .string()
  .transform((text, context): number => {
    const written = Buffer.from(text, 'base64url').toString();
    if (/^\d{1,15}$/.test(written) && writeCursor(Number(written)) === text) return Number(written);
    context.issues.push({ code: 'custom', input: text, message: 'must be the `nextCursor` of the previous page' });
    return z.NEVER;
  })
  .describe('The nextCursor of the previous page.');

/** The cursor of the page that begins after a position in the list. */
export const writeCursor = (position: number): string => Buffer.from(String(position)).toString('base64url');

/** The query of every list. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('The size of the page, 1 to 100.'),
  cursor: cursor.exactOptional(),
});

/** A page of a list. `id` names it in the OpenAPI document. */
export const listOf = <T extends z.ZodType>(item: T, id: string) =>
  z
    .object({ data: z.array(item), nextCursor: z.string().nullable() })
    .meta({ id, description: 'A page, in a stable order; nextCursor is null on the last page.' });

/** The query of calls without parameters. */
export const noQuery = z.strictObject({});
/** The body of calls without one. */
export const noBody = z.strictObject({}).default({}).meta({ id: 'NoBody', description: 'No body, or an empty object.' });
