import { z } from 'zod';
import { policyChange, policySettings } from '../shared/policies.ts';
import { cadence } from '../shared/scalars.ts';

const billingFrequencies = z
  .array(cadence)
  .max(50)
  .superRefine((frequencies, context) => {
    const written = frequencies.map(({ every, unit }) => `${every} ${unit}`);
    written.forEach((frequency, index) => {
      if (written.indexOf(frequency) < index)
        context.addIssue({ code: 'custom', path: [index], message: `must not repeat ${frequency}` });
    });
  })
  .describe('How often you bill, in the order of your price grids. Empty is not configured.');

export const settingsChange = z
  .strictObject({
    billingFrequencies: billingFrequencies.nullable().exactOptional(),
    policies: policyChange.nullable().exactOptional().describe('Merges, policy by policy; null goes back to all defaults.'),
  })
  .meta({
    id: 'SettingsChange',
    description: 'What is different; the rest stays. The list of frequencies is replaced, null clears.',
  });

export const settingsView = z
  .object({ revision: z.int(), billingFrequencies: z.array(cadence), policies: policySettings })
  .meta({ id: 'Settings', description: 'What holds for the whole tenant.' });
export type SettingsView = z.output<typeof settingsView>;
