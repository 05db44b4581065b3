import { boundaryAt } from '../../../src/domain/time/billing-calendar.ts';
import type { BillingCalendar } from '../../../src/domain/time/billing-calendar.ts';
import { epochMs, instantAt } from '../../../src/domain/time/instant.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import { oracleReading, oracleSpans } from './offset-oracle.ts';
import type { OracleSpan } from './offset-oracle.ts';

const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const months = 360;
const firstYear = 2008;
// Times of day at which clocks change in some zones: 02:30 and midnight.
const anchors = [
  { day: 28, hour: 2, minute: 30 },
  { day: 29, hour: 0, minute: 0 },
  { day: 30, hour: 2, minute: 30 },
  { day: 31, hour: 0, minute: 0 },
] as const;

const spansOf = (timeZone: string): readonly OracleSpan[] =>
  oracleSpans(timeZone, Date.UTC(firstYear - 1, 10, 1), Date.UTC(firstYear + months / 12 + 1, 2, 1));

function wallOf(month: number, { day, hour, minute }: (typeof anchors)[number]): number {
  const daysOfMonth = new Date(Date.UTC(firstYear, month + 1, 0)).getUTCDate();
  return Date.UTC(firstYear, month, Math.min(day, daysOfMonth), hour, minute);
}

/** The errors in 30 years of monthly boundaries of one anchor; empty if there are none. */
function faultsOf(timeZone: string, anchor: (typeof anchors)[number], spans: readonly OracleSpan[]): string[] {
  const anchorAt = instantAt(oracleReading(spans, wallOf(0, anchor)).atMs);
  const calendar: BillingCalendar = { anchorAt, cadence: { every: 1, unit: 'month' }, timeZone };
  const faults: string[] = [];
  let previous: Instant | undefined;
  for (let index = 0; index <= months; index += 1) {
    const boundary = boundaryAt(calendar, index);
    const expected = oracleReading(spans, wallOf(index, anchor));
    const name = `${timeZone} on the ${anchor.day}th, boundary ${index}: ${boundary}`;
    if (epochMs(boundary) !== expected.atMs) faults.push(`${name}, not ${new Date(expected.atMs).toISOString()}`);
    if (previous !== undefined && boundary <= previous) faults.push(`${name} does not rise`);
    previous = boundary;
  }
  return faults;
}

describe('boundaryAt in every IANA zone', () => {
  it('knows the zones of the runtime', () => {
    expect(zones.length).toBeGreaterThan(400);
  });

  it.each(anchors)(
    'keeps day $day (or the last of the month) and the local time for 30 years, except in gaps, and increases',
    (anchor) => {
      expect(zones.flatMap((timeZone) => faultsOf(timeZone, anchor, remembered(timeZone)))).toEqual([]);
    },
    60_000,
  );

  it('covers gaps and overlaps', () => {
    const inGap = zones.flatMap((timeZone) =>
      anchors.flatMap((anchor) =>
        Array.from({ length: months }, (_, index) => oracleReading(remembered(timeZone), wallOf(index, anchor)).inGap),
      ),
    );
    expect(inGap.filter(Boolean).length).toBeGreaterThan(100);
  });
});

const spansByZone = new Map<string, readonly OracleSpan[]>();

function remembered(timeZone: string): readonly OracleSpan[] {
  const spans = spansByZone.get(timeZone) ?? spansOf(timeZone);
  spansByZone.set(timeZone, spans);
  return spans;
}
