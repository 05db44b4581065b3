/** Offset changes of a zone by Intl only: an oracle that shares no code with the calendar under test. */
export interface OracleSpan {
  readonly startMs: number;
  readonly endMs: number;
  readonly offsetMs: number;
}

// In the years under test no zone kept an offset for less than four weeks (Morocco's Ramadan is the shortest).
const stepMs = 20 * 86_400_000;

/** The spans of constant offset between two instants, probed every twenty days; each change is found by bisection. */
export function oracleSpans(timeZone: string, fromMs: number, untilMs: number): readonly OracleSpan[] {
  const offsetAt = offsetReader(timeZone);
  const spans: OracleSpan[] = [];
  let startMs = fromMs;
  let offsetMs = offsetAt(fromMs);
  for (let probeMs = fromMs + stepMs; probeMs < untilMs; probeMs += stepMs) {
    const probedMs = offsetAt(probeMs);
    if (probedMs === offsetMs) continue;
    const endMs = firstWhere((ms) => offsetAt(ms) !== offsetMs, probeMs - stepMs, probeMs);
    spans.push({ startMs, endMs, offsetMs });
    startMs = endMs;
    offsetMs = probedMs;
  }
  return [...spans, { startMs, endMs: untilMs, offsetMs }];
}

/** The earliest instant at which a clock of these spans reads `wallMs`, or skips it (`inGap`). */
export function oracleReading(
  spans: readonly OracleSpan[],
  wallMs: number,
): { readonly atMs: number; readonly inGap: boolean } {
  const readings = spans
    .filter(({ startMs, endMs, offsetMs }) => wallMs - offsetMs >= startMs && wallMs - offsetMs < endMs)
    .map(({ offsetMs }) => wallMs - offsetMs);
  if (readings.length > 0) return { atMs: Math.min(...readings), inGap: false };
  const jump = spans.find(({ startMs, offsetMs }) => startMs + offsetMs > wallMs);
  return { atMs: jump?.startMs ?? Number.NaN, inGap: true };
}

function offsetReader(timeZone: string): (ms: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (ms) => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(format.format(ms)) ?? [];
    if (sign === undefined) return 0;
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  };
}

function firstWhere(holds: (ms: number) => boolean, from: number, until: number): number {
  let low = from;
  let high = until;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
