import type { Made } from '../../contracts/messages.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { NumberedInvoice, SubscriptionReads, TimelineEntry } from '../ports/subscriptions.ts';

const pageSize = 100;

/** What happened while the clock of a sandbox subscription moved. */
export interface Happened {
  /** Oldest first. */
  readonly entries: readonly TimelineEntry[];
  readonly invoices: readonly NumberedInvoice[];
}

/**
 * What a move of the sandbox clock did: its own decision and, before it, what fell due on its way, and nothing that an earlier
 * command made, with every invoice that was issued.
 */
export async function happenedOnTheWay(
  reads: SubscriptionReads,
  tenantId: TenantId,
  moved: { readonly subscriptionId: string; readonly revisions: Made['revisions'] },
): Promise<Happened> {
  const entries = await entriesOf(reads, tenantId, moved);
  const invoiceIds = entries.flatMap(({ events }) =>
    events.flatMap((event) => (event.type === 'InvoiceIssued' ? [event.invoiceId] : [])),
  );
  return { entries, invoices: invoiceIds.length === 0 ? [] : await reads.findInvoices(tenantId, invoiceIds) };
}

async function entriesOf(
  reads: SubscriptionReads,
  tenantId: TenantId,
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
