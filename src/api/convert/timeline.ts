import type { TimelineEntryView } from '../../contracts/wire/timeline.ts';
import type { TimelineEntry } from '../ports.ts';

/** A decision with its events, whose wire form is that of the domain. */
export const toApiTimelineEntry = ({ revision, at, did, requestId, summary, events }: TimelineEntry): TimelineEntryView => ({
  revision,
  at,
  did,
  requestId,
  summary,
  events: events.map((event) => ({ ...event })),
});
