import type { Made } from '../../contracts/messages.ts';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import type { NumberedInvoice, SubscriptionReads, TimelineEntry } from '../ports/subscriptions.ts';

const pageSize = 100;

/** The effects of a move of a sandbox clock. */
export interface ClockEffects {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];
  readonly invoices: readonly NumberedInvoice[];
}

/**
 * Finds the decisions of a move of a sandbox clock: what fell due up to the new time, and the move itself, with the invoices
 * that they issued.
 */
export async function findClockEffects(
  reads: SubscriptionReads,
  tenantId: TenantId,
  moved: { readonly subscriptionId: SubscriptionId; readonly revisions: Made['revisions'] },
): Promise<ClockEffects> {
  const entries = await entriesOf(reads, tenantId, moved);
  const invoiceIds = entries.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'InvoiceIssued' ? [event.invoiceId] : [])),
  );
  return { entries, invoices: invoiceIds.length === 0 ? [] : await reads.findInvoices(tenantId, invoiceIds) };
}

async function entriesOf(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { subscriptionId, revisions }: { readonly subscriptionId: SubscriptionId; readonly revisions: Made['revisions'] },
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
