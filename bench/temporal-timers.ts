import { DatabaseSync } from 'node:sqlite';

const dayMs = 86_400_000;

/**
 * Counts the timers that the Temporal server holds for later than 20 days after an instant: those of the next renewals, a month away. Each
 * workflow sets its timer with its last workflow task, and the server stores it with that. Reads the server's file, so that counting
 * costs the server nothing.
 */
export function timerCounter(
  temporalFile: string,
  dueAt: number,
): { readonly count: () => number; readonly close: () => void } {
  const file = new DatabaseSync(temporalFile, { readOnly: true });
  const after = new Date(dueAt + 20 * dayMs).toISOString().replace('T', ' ');
  const counting = file.prepare('select count(*) as count from timer_tasks where visibility_timestamp > ?');
  return { count: () => Number(counting.get(after)?.['count']), close: () => file.close() };
}
