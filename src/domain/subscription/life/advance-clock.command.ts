import { accepted, refused } from '../../refusal.ts';
import { addDays } from '../../time/local-date.ts';
import type { AdvanceClock } from '../model/commands.ts';
import type { Handler } from '../model/decision.ts';

/** How far a sandbox clock goes in one command: ten years, so that a slip of the pen does not make a million renewals. */
const farthestDays = 3653;

/** Moves the clock of a sandbox subscription; everything due on the way happens at its own instant. */
export const advanceClock: Handler<AdvanceClock> = ({ terms, at }, { to }) => {
  if (terms.clock !== 'sandbox') {
    return refused('clock_is_real_time', 'This subscription runs in real time: its clock cannot be moved.');
  }
  if (to < at) return refused('clock_cannot_go_back', `The clock stands at ${at}: give a later instant.`, { meta: { at } });
  if (to > addDays(at, farthestDays, 'UTC')) {
    return refused('catch_up_too_long', 'Move the clock by at most ten years at a time.');
  }
  return accepted({ type: 'moveClock', to });
};
