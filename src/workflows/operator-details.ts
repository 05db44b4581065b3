import type { Known, Stuck } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { SubscriptionId } from '../domain/ids.ts';

interface Shown {
  readonly known: Known;
  /** The last refusal of this run, since the sender of a Signal gets no answer. */
  readonly lastRefusal: Refusal | null;
  /** The due thing that fails. */
  readonly stuck: Stuck | null;
}

/** The current details of a run in the Temporal UI, in Markdown: status, next wake and last change of the subscription. */
export function operatorDetails(subscriptionId: SubscriptionId, { known, lastRefusal, stuck }: Shown): string {
  const { status, planKey: baseKey, customerId, at, clock, summary, nextWake } = known;
  const isOver = status === 'canceled' || status === 'expired';
  const nothing = isOver ? 'nothing: it has ended' : 'commands only: nothing will fall due';
  const waits = nextWake ? `${nextWake.summary} (${nextWake.at})` : nothing;
  return [
    `**${subscriptionId}** on \`${baseKey}\`: **${status}**`,
    `- customer: \`${customerId}\``,
    `- waits for: ${waits}`,
    ...(stuck === null ? [] : [stuckLine(stuck)]),
    `- last: ${summary}`,
    ...(lastRefusal === null ? [] : [`- last refused: ${lastRefusal.message} (\`${lastRefusal.code}\`)`]),
    `- clock: ${clock === 'sandbox' ? `sandbox, stands at ${at}` : 'real time'}, processed up to ${at}`,
  ].join('\n');
}

const stuckLine = ({ dueAt, kind, incidentId, tries, retryAt }: Stuck): string =>
  `- **stuck**: ${kind} of ${dueAt} failed ${tries} times, incident \`${incidentId}\` in the log; next try at ${retryAt}, or by the Signal \`retry\``;
