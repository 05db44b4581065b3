import type { Made } from '../../contracts/messages.ts';
import type { SubscriptionReads, TimelineEntry } from '../ports/subscriptions.ts';

const pageSize = 100;

/**
 * What a move of the sandbox clock did, oldest first: its own decision and, before it, what fell due on its way, and nothing that an
 * earlier command made.
 */
export async function happenedOnTheWay(
  reads: SubscriptionReads,
  tenantId: string,
  { subscriptionId, revisions }: { readonly subscriptionId: string; readonly revisions: Made['revisions'] },
): Promise<readonly TimelineEntry[]> {
  if (revisions === undefined) return [];
  const { after: since, upTo } = revisions;
  const newestFirst: TimelineEntry[] = [];
  let after: number | null = null;
  do {
    const request = { limit: pageSize, after };
    const page: Awaited<ReturnType<SubscriptionReads['listTimeline']>> = await reads.listTimeline(
      tenantId,
      subscriptionId,
      request,
    );
    newestFirst.push(...page.data.filter(({ revision }) => revision > since && revision <= upTo));
    after = page.data.some(({ revision }) => revision <= since) ? null : page.next;
  } while (after !== null);
  return newestFirst.toReversed();
}
