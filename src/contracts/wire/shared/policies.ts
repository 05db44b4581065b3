import { z } from 'zod';
import { type PolicyChange, type PolicySettings, policyValues } from '../../../domain/policy/policy.ts';

/** Values of policies that one level sets. An unknown policy or value is refused by its name. */
export const policySettings = z
  .strictObject(
    Object.fromEntries(Object.entries(policyValues).map(([policy, values]) => [policy, z.enum(values).exactOptional()])),
  )
  // The table above pairs every key with its own values, which Object.fromEntries cannot express.
  .transform((settings) => settings as PolicySettings)
  .meta({ id: 'PolicySettings', description: 'Policies that are set here; what is left out comes from the next level.' });

/** A change of the policies that one level sets. */
export const policyChange = z
  .strictObject(
    Object.fromEntries(
      Object.entries(policyValues).map(([policy, values]) => [policy, z.enum(values).nullable().exactOptional()]),
    ),
  )
  .transform((change) => change as PolicyChange)
  .meta({ id: 'PolicyChange', description: 'What is left out stays; null leaves a policy to the next level again.' });

/** The policies of a subscription as they resolve without a command. */
export const resolvedPolicies = z
  .record(z.string(), z.string())
  .meta({ id: 'ResolvedPolicies', description: 'Every policy with the value that holds for this subscription.' });
