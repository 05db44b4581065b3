import { accepted, type Result } from '../../refusal.ts';
import { policyArgumentForbidden } from '../../refusals/policies.ts';
import type { Command } from './commands.ts';

/** A customer may not set policies for a command: they move money (semantics §1). */
export function refuseCustomerPolicies({ actor, policies = {} }: Command): Result<null> {
  const [key] = Object.keys(policies);
  if (actor === 'admin' || key === undefined) return accepted(null);
  return policyArgumentForbidden({ policy: key, level: 'command' });
}

/** Refuses what only an administrator may ask for, with the policy and the level that forbid it (semantics §1). */
export const forbidden = ({
  key,
  level,
  value,
}: {
  readonly key: string;
  readonly level: string;
  readonly value: string;
}): Result<never> => policyArgumentForbidden({ policy: key, level, value });
