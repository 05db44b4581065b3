import { z } from 'zod';
import { policySettings } from './policies.ts';
import { cadence } from './scalars.ts';

const billingFrequencies = z
  .array(cadence)
  .max(50)
  .superRefine((frequencies, context) => {
    const written = frequencies.map(({ every, unit }) => `${every} ${unit}`);
    written.forEach((frequency, index) => {
      if (written.indexOf(frequency) < index)
        context.addIssue({ code: 'custom', path: [index], message: `${frequency} is there already` });
    });
  })
  .describe('How often you bill, in the order of your price grids. Empty is not configured.');

export const settingsChange = z
  .strictObject({
    billingFrequencies: billingFrequencies.exactOptional(),
    policies: policySettings.exactOptional().describe('Replaces all policies of the tenant; {} goes back to the defaults.'),
  })
  .meta({ id: 'SettingsChange', description: 'What is named here is replaced; the rest stays.' });

export const settingsView = z
  .object({ revision: z.int(), billingFrequencies: z.array(cadence), policies: policySettings })
  .meta({ id: 'Settings', description: 'What holds for the whole tenant.' });
export type SettingsView = z.output<typeof settingsView>;
