import { dueActivities } from '../contracts/messages.ts';
import type { SubscriptionReads } from './ports.ts';
import type { TimelineEntry } from './timeline-port.ts';

const pageSize = 100;
const dueNames: readonly string[] = Object.values(dueActivities);

/**
 * What a move of the sandbox clock did, oldest first: the decision with the given revision, and before it everything that fell
 * due by itself since the last command. The clock stands still between commands, so all of that happened on this way.
 */
export async function happenedOnTheWay(
  reads: SubscriptionReads,
  tenantId: string,
  moved: { readonly subscriptionId: string; readonly revision: number },
): Promise<readonly TimelineEntry[]> {
  const happened: TimelineEntry[] = [];
  let after: number | null = null;
  do {
    const page: Awaited<ReturnType<SubscriptionReads['listTimeline']>> = await reads.listTimeline(
      tenantId,
      moved.subscriptionId,
      {
        limit: pageSize,
        after,
      },
    );
    for (const entry of page.data.filter(({ revision }) => revision <= moved.revision)) {
      if (entry.revision < moved.revision && !dueNames.includes(entry.did)) return happened.toReversed();
      happened.push(entry);
    }
    after = page.next;
  } while (after !== null);
  return happened.toReversed();
}
