import { z } from 'zod';
import { type PolicyChange, type PolicySettings, policyValues } from '../../../domain/policy/policy.ts';

/** The policies that one level sets. An unknown policy or value is refused. */
export const policySettings = z
  .strictObject(
    Object.fromEntries(Object.entries(policyValues).map(([policy, values]) => [policy, z.enum(values).exactOptional()])),
  )
  // Object.fromEntries loses the type of the pairs: each key with its own values.
  .transform((settings) => settings as PolicySettings)
  .meta({
    id: 'PolicySettings',
    description: 'The policies that this level sets; a policy that is left out comes from the next level.',
  });

/** A change of the policies of one level. */
export const policyChange = z
  .strictObject(
    Object.fromEntries(
      Object.entries(policyValues).map(([policy, values]) => [policy, z.enum(values).nullable().exactOptional()]),
    ),
  )
  .transform((change) => change as PolicyChange)
  .meta({ id: 'PolicyChange', description: 'The policies to change; null removes the value of this level.' });

/** The policies of a subscription, resolved without a command. */
export const resolvedPolicies = z
  .record(z.string(), z.string())
  .meta({ id: 'ResolvedPolicies', description: 'Every policy with its value for this subscription.' });
