import { z } from 'zod';

const issue = z.object({
  pointer: z.string(),
  code: z.string(),
  detail: z.string(),
  row: z.int().optional().describe('The row of a CSV file; its header is row 1.'),
  column: z.string().optional(),
});

/** Problem Details (RFC 9457) with a code and the issues, each with a JSON pointer (RFC 6901). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string(),
    code: z.string(),
    errors: z.array(issue),
    meta: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'Problem', description: 'Problem Details (RFC 9457). A 500 has no detail.' });

export type ProblemBody = z.output<typeof problem>;
