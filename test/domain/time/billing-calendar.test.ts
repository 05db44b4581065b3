import * as fc from 'fast-check';
import { boundaryAt, indexContaining, periodAt } from '../../../src/domain/time/billing-calendar.ts';
import type { BillingCalendar } from '../../../src/domain/time/billing-calendar.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { instantAt } from '../../../src/domain/time/instant.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import { contains } from '../../../src/domain/time/period.ts';

const at = (text: string): Instant => text as Instant;
const aCalendar = (anchorAt: string, cadence: Cadence, timeZone: string): BillingCalendar => ({
  anchorAt: at(anchorAt),
  cadence,
  timeZone,
});
const day: Cadence = { every: 1, unit: 'day' };
const month: Cadence = { every: 1, unit: 'month' };
const year: Cadence = { every: 1, unit: 'year' };

describe('boundaryAt', () => {
  it.each([
    ['is the anchor itself at 0', '2026-01-31T10:00:00.000Z', month, 'Europe/Berlin', 0, '2026-01-31T10:00:00.000Z'],
    ['clamps 31 January to 28 February', '2026-01-31T10:00:00.000Z', month, 'Europe/Berlin', 1, '2026-02-28T10:00:00.000Z'],
    ['returns to 31 March, in summer time', '2026-01-31T10:00:00.000Z', month, 'Europe/Berlin', 2, '2026-03-31T09:00:00.000Z'],
    ['clamps to 30 April', '2026-01-31T10:00:00.000Z', month, 'Europe/Berlin', 3, '2026-04-30T09:00:00.000Z'],
    ['goes back before the anchor', '2026-01-31T10:00:00.000Z', month, 'Europe/Berlin', -2, '2025-11-30T10:00:00.000Z'],
    [
      'clamps 31 January to 29 February of a leap year',
      '2028-01-31T00:00:00.000Z',
      month,
      'UTC',
      1,
      '2028-02-29T00:00:00.000Z',
    ],
    ['clamps 29 February yearly', '2024-02-29T12:00:00.000Z', year, 'UTC', 1, '2025-02-28T12:00:00.000Z'],
    ['returns to 29 February after four years', '2024-02-29T12:00:00.000Z', year, 'UTC', 4, '2028-02-29T12:00:00.000Z'],
    [
      'counts quarters from the anchor',
      '2025-11-30T00:00:00.000Z',
      { every: 3, unit: 'month' },
      'UTC',
      2,
      '2026-05-30T00:00:00.000Z',
    ],
    ['counts fortnights', '2026-03-05T00:00:00.000Z', { every: 2, unit: 'week' }, 'UTC', 3, '2026-04-16T00:00:00.000Z'],
    [
      'keeps the wall clock over the start of summer time',
      '2026-03-28T11:00:00.000Z',
      day,
      'Europe/Berlin',
      1,
      '2026-03-29T10:00:00.000Z',
    ],
    ['resolves the gap of 02:30 to 03:00', '2026-03-28T01:30:00.000Z', day, 'Europe/Berlin', 1, '2026-03-29T01:00:00.000Z'],
    ['returns to 02:30 after the gap', '2026-03-28T01:30:00.000Z', day, 'Europe/Berlin', 2, '2026-03-30T00:30:00.000Z'],
    [
      'resolves the overlap of 02:30 to the earlier',
      '2026-10-24T00:30:00.000Z',
      day,
      'Europe/Berlin',
      1,
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'keeps an anchor that is the later of an overlap',
      '2026-10-25T01:30:00.000Z',
      day,
      'Europe/Berlin',
      0,
      '2026-10-25T01:30:00.000Z',
    ],
    [
      'skips half an hour on Lord Howe Island',
      '2026-10-02T15:45:00.000Z',
      day,
      'Australia/Lord_Howe',
      1,
      '2026-10-03T15:30:00.000Z',
    ],
    [
      'takes the earlier of half an hour on Lord Howe Island',
      '2026-04-03T14:45:00.000Z',
      day,
      'Australia/Lord_Howe',
      1,
      '2026-04-04T14:45:00.000Z',
    ],
    ['resolves a gap at midnight to 01:00', '2026-03-27T22:00:00.000Z', day, 'Asia/Beirut', 1, '2026-03-28T22:00:00.000Z'],
    [
      'resolves the day that Samoa skipped to the next midnight',
      '2011-11-30T20:00:00.000Z',
      month,
      'Pacific/Apia',
      1,
      '2011-12-30T10:00:00.000Z',
    ],
    [
      'continues after the day that Samoa skipped',
      '2011-11-30T20:00:00.000Z',
      month,
      'Pacific/Apia',
      2,
      '2012-01-29T20:00:00.000Z',
    ],
    ['keeps milliseconds', '2026-01-31T10:00:00.123Z', month, 'Asia/Kathmandu', 1, '2026-02-28T10:00:00.123Z'],
  ] as const)('%s', (_name, anchorAt, cadence, timeZone, index, expected) => {
    expect(boundaryAt(aCalendar(anchorAt, cadence, timeZone), index)).toBe(expected);
  });

  it('gives an empty daily period where a zone skipped the date, and continues', () => {
    const calendar = aCalendar('2011-12-29T10:00:00.000Z', day, 'Pacific/Apia');
    expect([1, 2, 3].map((index) => boundaryAt(calendar, index))).toEqual([
      '2011-12-30T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
      '2011-12-31T10:00:00.000Z',
    ]);
  });

  it('throws for an index that is not an integer', () => {
    expect(() => boundaryAt(aCalendar('2026-01-31T10:00:00.000Z', month, 'UTC'), 0.5)).toThrow('not the index of a boundary');
  });
});

describe('periodAt', () => {
  it('runs from one boundary to the next', () => {
    expect(periodAt(aCalendar('2026-01-31T10:00:00.000Z', month, 'Europe/Berlin'), 1)).toEqual({
      start: '2026-02-28T10:00:00.000Z',
      end: '2026-03-31T09:00:00.000Z',
    });
  });
});

describe('indexContaining', () => {
  it.each([
    ['the anchor starts period 0', '2026-01-31T10:00:00.000Z', 0],
    ['a millisecond before the anchor is in period -1', '2026-01-31T09:59:59.999Z', -1],
    ['a clamped boundary starts its period', '2026-02-28T10:00:00.000Z', 1],
    ['a millisecond before a clamped boundary is in the period before', '2026-02-28T09:59:59.999Z', 0],
    ['thirty years on', '2056-01-31T10:00:00.000Z', 360],
    ['a year back', '2025-01-31T10:00:00.000Z', -12],
  ])('%s', (_name, instant, expected) => {
    expect(indexContaining(aCalendar('2026-01-31T10:00:00.000Z', month, 'Europe/Berlin'), at(instant))).toBe(expected);
  });

  it('skips the empty period of a skipped date', () => {
    const calendar = aCalendar('2011-12-29T10:00:00.000Z', day, 'Pacific/Apia');
    expect(indexContaining(calendar, at('2011-12-30T10:00:00.000Z'))).toBe(2);
    expect(indexContaining(calendar, at('2011-12-30T09:59:59.999Z'))).toBe(0);
  });
});

describe('the calendar near the last supported instant', () => {
  const anchor = '2026-03-01T00:00:00.000Z';

  it.each<[string, Cadence, string, number]>([
    ['by the month', month, '2999-12-31T23:59:59.999Z', 11_685],
    ['by the month, in a year that the API does not accept', month, '9999-12-31T23:59:59.000Z', 95_685],
    ['by the day', day, '2999-12-31T00:00:00.000Z', 355_686],
    ['by a thousand years', { every: 1_000, unit: 'year' }, '2999-12-31T00:00:00.000Z', 0],
  ])('finds the period %s without iterating', (_what, cadence, instant, index) => {
    expect(indexContaining(aCalendar(anchor, cadence, 'UTC'), at(instant))).toBe(index);
  });

  it('computes boundaries after the last accepted instant, up to the year 9999', () => {
    const calendar = aCalendar('2999-12-15T00:00:00.000Z', { every: 1_000, unit: 'year' }, 'UTC');
    expect(boundaryAt(calendar, 1)).toBe('3999-12-15T00:00:00.000Z');
    expect(boundaryAt(calendar, 8)).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('laws of the calendar', () => {
  const calendars = fc.record({
    anchorAt: fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2040, 0, 1) }).map(instantAt),
    cadence: fc.record({
      every: fc.integer({ min: 1, max: 13 }),
      unit: fc.constantFrom('day', 'week', 'month', 'year'),
    }),
    timeZone: fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Tehran',
    ),
  });
  const indexes = fc.integer({ min: -60, max: 60 });

  it('boundaries increase strictly', () => {
    fc.assert(
      fc.property(calendars, indexes, (calendar, index) => {
        expect(boundaryAt(calendar, index) < boundaryAt(calendar, index + 1)).toBe(true);
      }),
      { seed: 1 },
    );
  });

  it('a boundary belongs to the period that it starts', () => {
    fc.assert(
      fc.property(calendars, indexes, (calendar, index) => {
        expect(indexContaining(calendar, boundaryAt(calendar, index))).toBe(index);
      }),
      { seed: 2 },
    );
  });

  it('every instant is in the period of its index', () => {
    const instants = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2999, 11, 31) }).map(instantAt);
    fc.assert(
      fc.property(calendars, instants, (calendar, instant) => {
        expect(contains(periodAt(calendar, indexContaining(calendar, instant)), instant)).toBe(true);
      }),
      { seed: 3 },
    );
  });
});
