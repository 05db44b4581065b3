import { commands } from '../../contracts/commands.ts';
import type { TimelineEntryView } from '../../contracts/wire/subscription/timeline.ts';
import type { TimelineEntry } from '../../application/ports/subscriptions.ts';

/** The commands by the activities that decide them: so it is known of decisions from before commands were kept, too. */
const commandTypes = new Map<string, string>(Object.entries(commands).map(([type, { activity }]) => [activity, type]));

/** A decision with its events, whose wire form is that of the domain. */
export const toApiTimelineEntry = ({
  revision,
  at,
  did,
  actor,
  requestId,
  command,
  due,
  summary,
  events,
}: TimelineEntry): TimelineEntryView => ({
  revision,
  at,
  did,
  actor,
  command: commandTypes.get(did) ?? null,
  reason: command !== null && 'reason' in command ? (command.reason ?? null) : null,
  due: due === null ? null : due.map((each) => ({ ...each })),
  requestId,
  summary,
  events: events.map((event) => ({ ...event })),
});
