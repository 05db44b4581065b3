import type { Instant } from '../../time/instant.ts';
import { type GrantPlan, type GrantReason, grantsOf, grantIdsPaidBy, planGrants, startGrants } from './grants.ts';
import { type Charge, raiseCharges } from './lines.ts';
import type { NewEvent } from '../model/events.ts';
import type { LiveSubscription } from '../model/state.ts';

/** The charges and grants of a source that start at an instant. */
export interface SourceBeginning {
  /** The grants to start; `source.cards` is empty if there are none. */
  readonly access: GrantPlan;
  readonly charges: readonly Charge[];
  /** The cause of grants that no line pays for. */
  readonly reason: GrantReason;
}

/**
 * Raises the charges of a source and starts its grants. Each line names the grants that it pays for, running and new ones; each new grant
 * names its line.
 */
export function beginSource(
  state: LiveSubscription,
  at: Instant,
  { access, charges, reason }: SourceBeginning,
): readonly NewEvent[] {
  const { attachmentId, version } = access.source;
  const planned = planGrants(state, access);
  const grantIds = grantIdsPaidBy([...grantsOf(state, attachmentId), ...planned], version);
  const raised = raiseCharges(state, at, { charges, grantIds });
  return [...raised, ...startGrants(planned, { lines: raised.map(({ line }) => line), reason })];
}
