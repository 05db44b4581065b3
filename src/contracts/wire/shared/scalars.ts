import { z } from 'zod';
import { cadenceUnits } from '../../../domain/time/cadence.ts';
import { isCurrency } from '../../../domain/money/currency.ts';
import { normalize } from '../../../domain/money/exact.ts';
import { type Instant, readInstant } from '../../../domain/time/instant.ts';
import { isTimeZone } from '../../../domain/time/time-zone.ts';

const instantRules = {
  malformed: 'must be an ISO-8601 instant with an offset, such as "2026-01-31T10:00:00Z"',
  outOfRange: 'must be from 1970-01-01T00:00:00Z to 2999-12-31T23:59:59.999Z',
} as const;

const instantCodes = { malformed: 'invalid_instant', outOfRange: 'instant_out_of_range' } as const;

/** An instant of a request: ISO-8601 with an offset, parsed to UTC with milliseconds. */
export const instantIn = z
  .string(instantRules.malformed)
  .transform((text, context): Instant => {
    const read = readInstant(text);
    if (read.ok) return read.value;
    const message = instantRules[read.error];
    context.issues.push({ code: 'custom', input: text, message, params: { code: instantCodes[read.error] } });
    return z.NEVER;
  })
  .meta({
    format: 'date-time',
    description: 'From 1970-01-01T00:00:00Z to 2999-12-31T23:59:59.999Z.',
    examples: ['2026-01-31T10:00:00Z'],
  });

/** An instant of an answer: `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export const instantOut = z.string().meta({ format: 'date-time', examples: ['2026-01-31T10:00:00.000Z'] });

const keyPattern = /^[a-z0-9][a-z0-9\-_.]*$/;
const keyRule = 'must have 1 to 100 lower-case letters, digits, "-", "_" or ".", and begin with a letter or digit';

/** The key of an object that exists or is being created. */
export const key = z.string(keyRule).max(100, keyRule).regex(keyPattern, keyRule);

/** The key of a new object; derived from the name if it is blank or left out. */
export const newKey = z
  .string(keyRule)
  .max(100, keyRule)
  .regex(/^(?:[a-z0-9][a-z0-9\-_.]*)?$/, keyRule)
  .exactOptional()
  .describe('Unique and immutable; derived from the name if it is blank or left out.');

/** A name or a text for people. plain-json.ts checks that PostgreSQL can store it. */
export const name = z.string().trim().min(1, 'must not be blank').max(200);
export const text = z.string().trim().min(1, 'must not be blank').max(2000);

/** The id or key of an existing object. */
export const id = z.string().min(1).max(100);

const decimalPattern = /^(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?$/;
const decimalRule =
  'must be a decimal string such as "7.00", not negative, with at most 15 digits before the point and 12 after it';

/** A decimal of at most 15 digits before and 12 after the point, not negative. */
export const decimal = z.string(decimalRule).regex(decimalPattern, decimalRule);

const quantityRule =
  'must be a whole number or a decimal string, not negative, with at most 15 digits before the point and 12 after it';

/** A quantity of a request: a whole number or a decimal string, parsed to a string without trailing zeros. */
export const quantityIn = z
  .union(
    [
      z.int(quantityRule).nonnegative(quantityRule).max(999_999_999_999_999, quantityRule),
      z.string().regex(decimalPattern, quantityRule),
    ],
    {
      error: quantityRule,
    },
  )
  .transform((value) => normalize(String(value)));

export const quantityOut = z.string().meta({ examples: ['2', '0.5'] });

/** An ISO-4217 code. */
const currencyRule = 'must be an ISO-4217 currency code such as "USD"';
export const currency = z
  .string(currencyRule)
  .refine(isCurrency, currencyRule)
  .meta({ pattern: '^[A-Z]{3}$', examples: ['USD'] });

const timeZoneRule = 'must be an IANA time zone such as "Europe/Berlin"';
export const timeZone = z.string(timeZoneRule).max(100, timeZoneRule).refine(isTimeZone, timeZoneRule);

export const cadence = z
  .strictObject(
    { every: z.int().min(1).max(366), unit: z.enum(cadenceUnits) },
    { error: 'must be { every, unit } with a unit of day, week, month or year' },
  )
  .meta({ id: 'Cadence', description: 'A recurrence: every n units of the wall clock.' });

/** Money of an answer: an amount with exactly the digits of its currency. */
export const money = z.object({ amount: z.string(), currency: z.string() }).meta({
  id: 'Money',
  description: 'A decimal string with the digits of its currency.',
  examples: [{ amount: '26.00', currency: 'USD' }],
});

export const period = z
  .object({ start: instantOut, end: instantOut })
  .meta({ id: 'Period', description: 'A half-open range of time: it does not include its end.' });
