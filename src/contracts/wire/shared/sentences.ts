import type { z } from 'zod';

/** The predicate of an issue about an unknown field. */
export const unknownField = 'is not a field of this call: leave it out';

/**
 * The predicate of an issue whose schema has none: what is wrong and what to give instead. Undefined for issues that are not about a
 * value; zod's own message is used then.
 */
export function predicateOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return missingOr(issue.input, typeNames[issue.expected] ?? 'another type');
    case 'invalid_value':
      return missingOr(issue.input, oneOf(issue.values));
    case 'too_small':
      return tooSmall(issue);
    case 'too_big':
      return tooBig(issue);
    case 'invalid_format':
      return issue.format === 'email' ? 'must be an e-mail address' : 'does not have the format of this field';
    case 'invalid_key':
      return `is not a valid key: it ${issue.issues[0]?.message ?? 'must be another'}`;
    case 'invalid_union':
      return unionRule(issue);
    default:
      return undefined;
  }
}

const typeNames: Readonly<Record<string, string | undefined>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const missingOr = (input: unknown, wanted: string): string =>
  input === undefined ? `is required: give ${wanted}` : `must be ${wanted}`;

/** A discriminated union is wrong in its discriminator, whose values zod lists; its input is the object around it. */
function unionRule({ input, options = [], discriminator = '' }: UnionIssue): string {
  if (options.length === 0) return missingOr(input, 'one of the forms of this field');
  return missingOr(isObject(input) ? Reflect.get(input, discriminator) : input, oneOf(options));
}

interface UnionIssue {
  readonly input?: unknown;
  readonly options?: readonly unknown[];
  readonly discriminator?: string | undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function oneOf(values: readonly unknown[]): string {
  const [only, ...others] = values.map((value) => JSON.stringify(value));
  return others.length === 0 ? (only ?? 'nothing') : `one of ${[only, ...others].join(', ')}`;
}

function tooSmall({ origin, minimum }: { readonly origin: string; readonly minimum: number | bigint }): string {
  if (origin === 'string') return minimum === 1 ? 'must not be blank' : `must have at least ${minimum} characters`;
  return isCollection(origin) ? `must have at least ${entries(minimum)}` : `must be at least ${minimum}`;
}

function tooBig({ origin, maximum }: { readonly origin: string; readonly maximum: number | bigint }): string {
  if (origin === 'string') return `must have at most ${maximum} characters`;
  return isCollection(origin) ? `must have at most ${entries(maximum)}` : `must be at most ${maximum}`;
}

const isCollection = (origin: string): boolean => origin === 'array' || origin === 'set' || origin === 'map';
const entries = (count: number | bigint): string => (Number(count) === 1 ? '1 entry' : `${count} entries`);
