/** Reads variables and collects all issues instead of stopping at the first. */
export interface VariableReader {
  readonly issues: readonly string[];
  text(name: string): string | undefined;
  integer(name: string, bounds: { readonly min: number; readonly max: number }): number | undefined;
  choice<T extends string>(name: string, choices: readonly T[]): T | undefined;
  /** An absolute URL with one of `protocols`, such as `postgres:`. The value never appears in the issue. */
  url(name: string, protocols: readonly string[]): string | undefined;
  /** `90s`, `15m`, `2h`, `7d` or `0`; the result is in milliseconds. */
  durationMs(name: string): number | undefined;
  /** Adds an issue about a rule that the caller checks. */
  refuse(issue: string): void;
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function createVariableReader(env: NodeJS.ProcessEnv): VariableReader {
  const issues: string[] = [];
  const text = (name: string): string | undefined => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  };
  /** Parses a set value; a failed parse becomes an issue and counts as unset. */
  const parse = <T>(name: string, convert: (value: string) => T | undefined, expectation: string): T | undefined => {
    const value = text(name);
    const parsed = value === undefined ? undefined : convert(value);
    if (value !== undefined && parsed === undefined) issues.push(`${name} ${expectation}`);
    return parsed;
  };
  return {
    issues,
    text,
    integer: (name, bounds) =>
      parse(name, (value) => toInteger(value, bounds), `must be a whole number from ${bounds.min} to ${bounds.max}.`),
    choice: (name, choices) =>
      parse(name, (value) => choices.find((choice) => choice === value), `must be one of ${choices.join(', ')}.`),
    url: (name, protocols) =>
      parse(
        name,
        (value) => toUrl(value, protocols),
        `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}.`,
      ),
    durationMs: (name) => parse(name, toDurationMs, 'must be 0 or a number with a unit, such as 90s, 15m, 2h or 7d.'),
    refuse: (issue) => void issues.push(issue),
  };
}

function toInteger(value: string, { min, max }: { min: number; max: number }): number | undefined {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  return number >= min && number <= max ? number : undefined;
}

function toUrl(value: string, protocols: readonly string[]): string | undefined {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined;
}

function toDurationMs(value: string): number | undefined {
  if (value === '0') return 0;
  const match = /^(\d+)(ms|s|m|h|d)$/.exec(value);
  return match === null ? undefined : Number(match[1]) * (unitsMs[match[2] ?? ''] ?? Number.NaN);
}
