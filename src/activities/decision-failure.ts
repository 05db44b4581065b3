import type { DecisionInput, Declined } from '../contracts/messages.ts';
import type { DecisionTransaction, DecisionUnit } from '../application/ports/decisions.ts';

/** How a failure is told apart and told. */
export interface FailureReport {
  /** Whether an error is the infrastructure's: only that may go away by itself. */
  readonly isOutage: (error: unknown) => boolean;
  /** Writes a failure where operators look for it, and answers the id under which they find it. */
  readonly report: (error: unknown, input: DecisionInput) => string;
}

/**
 * Runs the work of a decision. An outage is thrown, so that Temporal tries again. What fails by its nature (a broken invariant, a
 * constraint, a value that PostgreSQL cannot hold) is a refusal with the id of the incident: trying that for ever would hold up the
 * subscription in silence. Two deliveries at once may meet in a constraint, so such a failure gets a second look; by then the
 * first one's outcome is there. What is due and fails is marked on the subscription.
 */
export async function withoutRetry<T>(
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

/** Marks the subscription. Where the fault is in the way of the mark too, the workflow alone knows, and the log has both. */
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
  error: {
    code: 'decision_failed',
    message: `This failed by a fault of ours, and nothing was changed. Tell whoever runs this server the incident ${incidentId}: its cause is in the log.`,
    meta: { incidentId },
  },
});
