import type { Known } from '../contracts/workflow.ts';

/** What the Temporal UI shows on top of a run, in Markdown: what the subscription is, did last and waits for. */
export function operatorDetails(subscriptionId: string, known: Known): string {
  const { status, planKey, customerId, at, clock, summary, nextWake } = known;
  const waits = nextWake ? `${nextWake.summary} (${nextWake.at})` : 'nothing: it has ended';
  return [
    `**${subscriptionId}** on \`${planKey}\`: **${status}**`,
    `- customer: \`${customerId}\``,
    `- waits for: ${waits}`,
    `- last: ${summary}`,
    `- clock: ${clock === 'sandbox' ? `sandbox, stands at ${at}` : 'real time'}, processed up to ${at}`,
  ].join('\n');
}
