import { accepted } from '../../refusal.ts';
import { catchUpTooLong, clockCannotGoBack, clockIsRealTime } from '../../refusals/times.ts';
import { addDays } from '../../time/local-date.ts';
import type { AdvanceClock } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';

/** How far one command may move a sandbox clock: a typing error must not cause a million renewals. The days include leap days. */
const maxAdvanceYears = 10;
const maxAdvanceDays = 3653;

/** Moves the clock of a sandbox subscription; everything due until then happens at its own instant. */
export const advanceClock: Handler<AdvanceClock> = ({ terms, at }, { to }) => {
  if (terms.clock !== 'sandbox') return clockIsRealTime();
  if (to < at) return clockCannotGoBack({ at });
  if (to > addDays(at, maxAdvanceDays, 'UTC')) return catchUpTooLong({ of: 'clock', maxYears: maxAdvanceYears });
  return accepted({ type: 'moveClock', to });
};
