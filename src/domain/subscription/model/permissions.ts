import { accepted, type Result } from '../../refusal.ts';
import { policyArgumentForbidden } from '../../refusals/policies.ts';
import type { Command } from './commands.ts';

/** Refuses `policy_argument_forbidden` if a customer sets policies for a command (semantics §1). */
export function refuseCustomerPolicies({ actor, policies = {} }: Command): Result<null> {
  const [key] = Object.keys(policies);
  if (actor === 'admin' || key === undefined) return accepted(null);
  return policyArgumentForbidden({ policy: key, level: 'command' });
}

/** Refuses what only an administrator may request, naming the policy and its level (semantics §1). */
export const forbidden = ({
  key,
  level,
  value,
}: {
  readonly key: string;
  readonly level: string;
  readonly value: string;
}): Result<never> => policyArgumentForbidden({ policy: key, level, value });
