import type { NextWake } from '../contracts/messages.ts';
import type { Stuck } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import { type Instant, instantAt } from '../domain/time/instant.ts';

const firstRetryMs = 60_000;
const maxRetryMs = 3_600_000;

/** The mark after another failure at `now`. The first retry is after a minute; each delay doubles the last, up to an hour. */
export function stuckAfter(
  before: Stuck | null,
  { next, error, now }: { readonly next: NextWake; readonly error: Refusal; readonly now: Instant },
): Stuck {
  const tries = before !== null && before.dueAt === next.at && before.kind === next.kind ? before.tries + 1 : 1;
  const waitMs = Math.min(firstRetryMs * 2 ** (tries - 1), maxRetryMs);
  const retryAt = instantAt(Date.parse(now) + waitMs);
  const { incidentId } = error.meta ?? {};
  return { dueAt: next.at, kind: next.kind, incidentId: typeof incidentId === 'string' ? incidentId : '', tries, retryAt };
}

/** The wake of the next retry. */
export const retryWake = (next: NextWake, { retryAt, tries }: Stuck): NextWake => ({
  ...next,
  at: retryAt,
  summary: `try ${tries + 1} of ${next.summary}`,
});
