import { z } from 'zod';
import { listOf } from './list.ts';
import { instantOut } from './scalars.ts';

export const timelineEntry = z
  .object({
    revision: z.int(),
    at: instantOut,
    did: z.string().describe('What was done, by the name that the workflow history shows.'),
    requestId: z.string(),
    summary: z.string(),
    events: z.array(z.looseObject({ type: z.string(), at: instantOut })),
  })
  .meta({ id: 'TimelineEntry', description: 'One decision in the life of a subscription with its events.' });
export type TimelineEntryView = z.output<typeof timelineEntry>;

export const timelineList = listOf(timelineEntry, 'Timeline');
