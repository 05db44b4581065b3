import { accepted } from '../../refusal.ts';
import { catchUpTooLong, clockCannotGoBack, clockIsRealTime } from '../../refusals/times.ts';
import { addDays } from '../../time/local-date.ts';
import type { AdvanceClock } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';

/** How far a sandbox clock goes in one command, so that a slip of the pen does not make a million renewals; leap days included. */
const mostYears = 10;
const farthestDays = 3653;

/** Moves the clock of a sandbox subscription; everything due on the way happens at its own instant. */
export const advanceClock: Handler<AdvanceClock> = ({ terms, at }, { to }) => {
  if (terms.clock !== 'sandbox') return clockIsRealTime();
  if (to < at) return clockCannotGoBack({ at });
  if (to > addDays(at, farthestDays, 'UTC')) return catchUpTooLong({ of: 'clock', mostYears });
  return accepted({ type: 'moveClock', to });
};
