import type { z } from 'zod';

/** The answer by its contract, which it must fit without a field too many. */
export function fitting<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.parse(body);
  expect(parsed).toEqual(body);
  return parsed;
}
