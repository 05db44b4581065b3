import type { Refused } from '../refusal.ts';
import { refused } from './refused.ts';
import { quoted } from './words.ts';

/** What is reserved for administrators: a policy, or a change that an administrator scheduled. */
type Reserved =
  | { readonly policy: string; readonly level: string; readonly value?: string }
  | { readonly change: { readonly id: string; readonly type: string; readonly effectiveAt: string } };

/** A customer's command uses it; `meta` has the policy and the level that forbid it (semantics §1). */
export const policyArgumentForbidden = (reserved: Reserved): Refused => {
  const code = 'policy_argument_forbidden';
  if ('change' in reserved) {
    const { id, type, effectiveAt } = reserved.change;
    const message = `An administrator scheduled ${quoted(type)} ${quoted(id)} at ${effectiveAt}: only an administrator can unschedule or replace it.`;
    return refused(code, message, { meta: { policy: 'pending.conflict', level: 'command', changeId: id } });
  }
  const { policy, level, value } = reserved;
  const set = value === undefined ? 'leave it out' : `the level ${quoted(level)} sets it to ${quoted(value)}`;
  return refused(code, `A customer may not set the policy ${quoted(policy)} here: ${set}.`, { meta: { policy, level } });
};
