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
  .describe('The cadences at which you bill, in the order of the columns of price grids. Empty if not configured.');

export const settingsChange = z
  .strictObject({
    billingFrequencies: billingFrequencies.nullable().exactOptional(),
    policies: policyChange.nullable().exactOptional().describe('Merged policy by policy; null resets all to their defaults.'),
  })
  .meta({
    id: 'SettingsChange',
    description:
      'The settings to change; a setting that is left out stays as it is, null clears it. A list replaces the whole list.',
  });

export const settingsView = z
  .object({ revision: z.int(), billingFrequencies: z.array(cadence), policies: policySettings })
  .meta({ id: 'Settings', description: 'The settings of the tenant.' });
export type SettingsView = z.output<typeof settingsView>;
