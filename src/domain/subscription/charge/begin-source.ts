import type { Instant } from '../../time/instant.ts';
import { type GrantPlan, type GrantReason, paidBy, planGrants, startGrants } from './grants.ts';
import { type Charge, raiseCharges } from './lines.ts';
import type { Recorder } from '../model/recorder.ts';

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
export function beginSource(recorder: Recorder, at: Instant, { access, charges, reason }: SourceBeginning): void {
  const { source } = access;
  const planned = planGrants(recorder.state, access);
  const held = recorder.state.grants.filter(({ attachmentId }) => attachmentId === source.attachmentId);
  const grantIds = paidBy([...held, ...planned.map(({ grant }) => grant)], source.version);
  const lines = charges.flatMap((charge) => raiseCharges(recorder, at, { ...charge, grantIds }));
  startGrants(recorder, at, { planned, lines, reason });
}
