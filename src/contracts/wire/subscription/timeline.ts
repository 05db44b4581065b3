import { z } from 'zod';
import { listOf } from '../shared/list.ts';
import { instantOut } from '../shared/scalars.ts';

export const timelineEntry = z
  .object({
    revision: z.int(),
    at: instantOut,
    did: z.string().describe('The name of the activity in the workflow history.'),
    actor: z.enum(['admin', 'customer']).nullable().describe('Who sent the command; null for what fell due.'),
    command: z.string().nullable().describe('The type of the command; null for what fell due.'),
    reason: z.string().nullable().describe('The reason that the command gave.'),
    due: z
      .array(z.object({ at: instantOut, kind: z.string(), thing: z.string() }))
      .nullable()
      .describe('What fell due: the number of an ended period, the id of anything else; null for a command.'),
    requestId: z.string(),
    summary: z.string(),
    events: z.array(z.looseObject({ type: z.string(), at: instantOut })),
  })
  .meta({ id: 'TimelineEntry', description: 'One decision about a subscription, with its events.' });
export type TimelineEntryView = z.output<typeof timelineEntry>;

export const timelineList = listOf(timelineEntry, 'Timeline');
