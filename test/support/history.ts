import type { WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto'; // CommonJS: it has no named export in native ESM.

const { EventType } = proto.temporal.api.enums.v1;
type HistoryEvent = NonNullable<History['events']>[number];
type EventName = keyof typeof EventType;

/** The recorded events of the newest run. */
export const historyOf = (handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<History> => handle.fetchHistory();

export const eventsOf = ({ events }: History, name: EventName): readonly HistoryEvent[] =>
  (events ?? []).filter(({ eventType }) => eventType === EventType[name]);

/** The names of the local activities, read from the markers in the history. */
export const localActivityNames = (history: History): readonly string[] => localActivities(history).map(({ name }) => name);

/** The summaries that the Temporal UI shows beside the events. */
export const summariesOf = (history: History) => ({
  activities: localActivities(history).map(({ summary }) => summary),
  timers: eventsOf(history, 'EVENT_TYPE_TIMER_STARTED').map(summaryOf),
});

function localActivities(history: History): readonly { readonly name: string; readonly summary: string }[] {
  return eventsOf(history, 'EVENT_TYPE_MARKER_RECORDED').map((event) => {
    const data = event.markerRecordedEventAttributes?.details?.['data']?.payloads?.[0];
    const { activity_type: name } = data
      ? defaultPayloadConverter.fromPayload<{ activity_type: string }>(data)
      : { activity_type: '' };
    return { name, summary: summaryOf(event) };
  });
}

function summaryOf({ userMetadata }: HistoryEvent): string {
  return userMetadata?.summary ? defaultPayloadConverter.fromPayload<string>(userMetadata.summary) : '';
}
