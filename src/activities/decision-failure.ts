import type { DecisionInput, Declined } from '../contracts/messages.ts';
import type { DecisionTransaction, DecisionUnit } from '../application/ports/decisions.ts';
import { decisionFailed } from '../domain/refusals/subscriptions.ts';

/** How to classify and report a failure. */
export interface FailureReport {
  /** Whether an error comes from the infrastructure: only such an error may go away by itself. */
  readonly isOutage: (error: unknown) => boolean;
  /** Logs a failure and returns its incident id. */
  readonly report: (error: unknown, input: DecisionInput) => string;
}

/**
 * Runs the work of a decision. Throws outages, so that Temporal retries. Returns a permanent failure (a broken invariant, a
 * constraint, a value that PostgreSQL cannot store) as a refusal with an incident id: endless retries would block the subscription
 * unnoticed. Retries a permanent failure once, because two concurrent deliveries may violate a constraint; by then the outcome of
 * the other one is stored. If a due thing fails, marks the subscription as stuck (ADR 0020, 0058).
 */
export async function runDecision<T>(
  { transaction, isOutage, report }: FailureReport & { readonly transaction: DecisionTransaction },
  input: DecisionInput,
  work: (unit: DecisionUnit) => Promise<T>,
): Promise<T | Declined> {
  try {
    return await transaction(input.tenantId, work);
  } catch (error) {
    if (isOutage(error)) throw error;
  }
  try {
    return await transaction(input.tenantId, work);
  } catch (error) {
    if (isOutage(error)) throw error;
    const incidentId = report(error, input);
    if (input.command === null) await markStuck({ transaction, isOutage, report }, input, incidentId);
    return declined(incidentId);
  }
}

/** Marks the subscription as stuck. If that fails too, only the workflow shows it, and the log has both errors. */
async function markStuck(
  { transaction, isOutage, report }: FailureReport & { readonly transaction: DecisionTransaction },
  input: DecisionInput,
  incidentId: string,
): Promise<void> {
  const { subscriptionId, requestId, at: dueAt } = input;
  try {
    await transaction(input.tenantId, (unit) => unit.markStuck({ subscriptionId, requestId, dueAt, incidentId }));
  } catch (error) {
    if (isOutage(error)) throw error;
    report(error, input);
  }
}

const declined = (incidentId: string): Declined => ({
  result: 'refused',
  error: decisionFailed({ incidentId }).error,
});
