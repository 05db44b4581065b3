import type { VariableReader } from './variable-reader.ts';

/** The number of requests in a window of time. */
export interface RateLimit {
  readonly limit: number;
  readonly windowMs: number;
}

const windowsMs: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000 };

/** Reads `600/min`. Undefined: no limit. */
export function readRateLimit(reader: VariableReader, name: string): RateLimit | undefined {
  const text = reader.text(name);
  if (text === undefined) return undefined;
  const match = /^([1-9]\d{0,8})\/(s|min|h)$/.exec(text);
  const windowMs = windowsMs[match?.[2] ?? ''];
  if (match === null || windowMs === undefined) {
    reader.refuse(`${name} must be a number of requests in a second, minute or hour, such as 600/min.`);
    return undefined;
  }
  return { limit: Number(match[1]), windowMs };
}
