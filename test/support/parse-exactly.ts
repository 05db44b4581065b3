import type { z } from 'zod';

/** Parses an answer with its schema; fails if the answer has a field that the schema does not. */
export function parseExactly<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.parse(body);
  expect(parsed).toEqual(body);
  return parsed;
}
