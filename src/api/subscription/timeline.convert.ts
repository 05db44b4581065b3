import { commands } from '../../contracts/commands.ts';
import type { TimelineEntryView } from '../../contracts/wire/subscription/timeline.ts';
import type { TimelineEntry } from '../../application/ports/subscriptions.ts';

/** The command types by activity; this also covers decisions made before their commands were stored. */
const commandTypes = new Map<string, string>(Object.entries(commands).map(([type, { activity }]) => [activity, type]));

/** The wire form of a decision with its events, which are those of the domain. */
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
