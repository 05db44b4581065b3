import { addDays, daysBetween, localDateOf, startOfLocal, startOfNextLocalDay } from '../../../src/domain/time/local-date.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';

const at = (text: string): Instant => text as Instant;

describe('localDateOf', () => {
  it.each([
    ['UTC', '2026-03-31T23:30:00.000Z', '2026-03-31'],
    ['Europe/Berlin', '2026-03-31T22:00:00.000Z', '2026-04-01'],
    ['Europe/Berlin', '2026-03-31T21:59:59.999Z', '2026-03-31'],
    ['America/Los_Angeles', '2026-01-01T07:59:59.999Z', '2025-12-31'],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', '2011-12-29'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', '2011-12-31'],
  ])('in %s at %s is %s', (timeZone, instant, expected) => {
    expect(localDateOf(at(instant), timeZone)).toBe(expected);
  });
});

describe('daysBetween', () => {
  it.each([
    ['2026-03-01', '2026-04-01', 31],
    ['2026-03-18', '2026-04-01', 14],
    ['2024-02-28', '2024-03-01', 2],
    ['2026-03-18', '2026-03-18', 0],
    ['2026-04-01', '2026-03-18', -14],
  ])('from %s to %s is %i', (from, to, expected) => {
    expect(daysBetween(from, to)).toBe(expected);
  });
});

describe('startOfNextLocalDay', () => {
  it.each([
    ['the midnight after', 'Europe/Berlin', '2026-06-15T10:00:00.000Z', '2026-06-15T22:00:00.000Z'],
    ['the next midnight at midnight', 'UTC', '2026-06-15T00:00:00.000Z', '2026-06-16T00:00:00.000Z'],
    ['01:00 where midnight is in a gap', 'Asia/Beirut', '2026-03-28T12:00:00.000Z', '2026-03-28T22:00:00.000Z'],
    ['the day after the one that Samoa skipped', 'Pacific/Apia', '2011-12-29T20:00:00.000Z', '2011-12-30T10:00:00.000Z'],
    // At 00:01 on 7 November 2010 St. John's went back to 23:01 on the 6th; this is 23:30 for the second time.
    [
      'the second midnight if the clock went back over it',
      'America/St_Johns',
      '2010-11-07T03:00:00.000Z',
      '2010-11-07T03:30:00.000Z',
    ],
  ])('is %s', (_name, timeZone, instant, expected) => {
    expect(startOfNextLocalDay(at(instant), timeZone)).toBe(expected);
  });
});

describe('startOfLocal', () => {
  const sunday = '2026-03-29T12:00:00.000Z';

  it.each([
    ['day', 'Europe/Berlin', sunday, '2026-03-28T23:00:00.000Z'],
    ['week', 'Europe/Berlin', sunday, '2026-03-22T23:00:00.000Z'],
    ['month', 'Europe/Berlin', sunday, '2026-02-28T23:00:00.000Z'],
    ['year', 'Europe/Berlin', sunday, '2025-12-31T23:00:00.000Z'],
    ['week', 'UTC', '2026-01-01T00:00:00.000Z', '2025-12-29T00:00:00.000Z'],
    ['week', 'UTC', '2026-03-23T00:00:00.000Z', '2026-03-23T00:00:00.000Z'],
    ['day', 'Asia/Beirut', '2026-03-29T12:00:00.000Z', '2026-03-28T22:00:00.000Z'],
  ] as const)('of a %s in %s at %s is %s', (unit, timeZone, instant, expected) => {
    expect(startOfLocal(unit, at(instant), timeZone)).toBe(expected);
  });
});

describe('addDays', () => {
  it.each([
    [
      '14 days at the same time of day over the start of summer time',
      14,
      '2026-03-20T11:00:00.000Z',
      '2026-04-03T10:00:00.000Z',
    ],
    ['a day into a gap', 1, '2026-03-28T01:30:00.000Z', '2026-03-29T01:00:00.000Z'],
    ['no days, on the later side of an overlap', 0, '2026-10-25T01:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    ['a day back', -1, '2026-03-30T00:30:00.000Z', '2026-03-29T01:00:00.000Z'],
  ])('adds %s', (_name, days, instant, expected) => {
    expect(addDays(at(instant), days, 'Europe/Berlin')).toBe(expected);
  });
});
