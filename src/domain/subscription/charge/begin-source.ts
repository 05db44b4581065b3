import type { Instant } from '../../time/instant.ts';
import { type GrantPlan, type GrantReason, grantsOf, paidBy, planGrants, startGrants } from './grants.ts';
import { type Charge, raiseCharges } from './lines.ts';
import type { NewEvent } from '../model/events.ts';
import type { LiveSubscription } from '../model/state.ts';

/** What begins of a source at an instant: what it costs, and the access that this pays for. */
export interface SourceBeginning {
  /** What there is access to from now on; a source without rate cards where no access begins. */
  readonly access: GrantPlan;
  readonly charges: readonly Charge[];
  /** Why there is access where no line says so. */
  readonly reason: GrantReason;
}

/**
 * Charges what begins of a source and starts its access. Each line names the grants that it pays for, those that the source has
 * already among them, and each new grant the line that pays for it.
 */
export function beginSource(
  state: LiveSubscription,
  at: Instant,
  { access, charges, reason }: SourceBeginning,
): readonly NewEvent[] {
  const { attachmentId, version } = access.source;
  const planned = planGrants(state, access);
  const grantIds = paidBy([...grantsOf(state, attachmentId), ...planned], version);
  const raised = raiseCharges(state, at, { charges, grantIds });
  return [...raised, ...startGrants(planned, { lines: raised.map(({ line }) => line), reason })];
}
