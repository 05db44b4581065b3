import { z } from 'zod';
import { type Cadence, cadenceUnits } from '../../../domain/time/cadence.ts';

const unitText = z.enum(cadenceUnits);
const recurring = /^([1-9]\d{0,2})-(day|week|month|year)$/;
const rule = 'must be a number and a unit such as "1-month" or "2-week"';

/** A cadence in a query string: `1-month`. */
export const cadenceText = z
  .string()
  .regex(recurring, rule)
  .transform((text): Cadence => {
    const [every, unit] = text.split('-');
    return { every: Number(every), unit: unitText.parse(unit) };
  })
  .meta({ examples: ['1-month', '1-year'] });

/** The cadence of a price in a query string: `1-month`, or `oneTime`. */
export const frequencyText = z.union([z.literal('oneTime'), cadenceText], { error: `${rule}, or "oneTime"` });
