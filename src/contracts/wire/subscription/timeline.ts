import { z } from 'zod';
import { listOf } from '../shared/list.ts';
import { instantOut } from '../shared/scalars.ts';

export const timelineEntry = z
  .object({
    revision: z.int(),
    at: instantOut,
    did: z.string().describe('What was done, by the name that the workflow history shows.'),
    actor: z.enum(['admin', 'customer']).nullable().describe('Who asked for it; null for what fell due by itself.'),
    command: z.string().nullable().describe('The type of the command; null for what fell due by itself.'),
    reason: z.string().nullable().describe('Why, as far as the command said.'),
    due: z
      .array(z.object({ at: instantOut, kind: z.string(), thing: z.string() }))
      .nullable()
      .describe('What fell due: a period that ended by its number, all else by its id; null for a command.'),
    requestId: z.string(),
    summary: z.string(),
    events: z.array(z.looseObject({ type: z.string(), at: instantOut })),
  })
  .meta({ id: 'TimelineEntry', description: 'One decision in the life of a subscription with its events.' });
export type TimelineEntryView = z.output<typeof timelineEntry>;

export const timelineList = listOf(timelineEntry, 'Timeline');
