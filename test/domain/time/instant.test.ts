import { describeCadence, sameCadence } from '../../../src/domain/time/cadence.ts';
import {
  computedInstant,
  earlierOf,
  earliestInstant,
  epochMs,
  instantAt,
  laterOf,
  latestInstant,
  parseInstant,
  readInstant,
} from '../../../src/domain/time/instant.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import { contains } from '../../../src/domain/time/period.ts';

const march = '2026-03-01T00:00:00.000Z' as Instant;
const april = '2026-04-01T00:00:00.000Z' as Instant;

describe('parseInstant', () => {
  it.each([
    ['2028-02-29T00:30:00+01:00', '2028-02-28T23:30:00.000Z'],
    ['2026-03-01T00:00Z', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T01:00:00+01:00', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T00:00:00.1234567Z', '2026-03-01T00:00:00.123Z'],
  ])('reads %s as %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  it.each([
    '2026-03-01',
    '2026-03-01T00:00:00',
    '2026-13-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-04-31T12:00:00+02:00',
    '1969-12-31T23:59:59.999Z',
    '1970-01-01T00:00:00+00:01',
    '3000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00+14:00',
    'March',
    '',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('readInstant', () => {
  it('reads the first and the last accepted instant', () => {
    expect(readInstant('1970-01-01T01:00:00+01:00')).toEqual({ ok: true, value: earliestInstant });
    expect(readInstant('2999-12-31T23:59:59.999Z')).toEqual({ ok: true, value: latestInstant });
  });

  it('distinguishes an instant of another year from an invalid one', () => {
    const outside = ['1969-12-31T23:59:59Z', '3000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'].map(readInstant);
    expect(outside).toEqual(outside.map(() => ({ ok: false, error: 'outOfRange' })));
    const none = ['2999-02-29T00:00:00Z', '+10000-01-01T00:00:00Z'].map(readInstant);
    expect(none).toEqual(none.map(() => ({ ok: false, error: 'malformed' })));
  });
});

describe('instants', () => {
  it('convert to milliseconds and back', () => {
    expect(instantAt(epochMs(march))).toBe(march);
  });

  it('are whole milliseconds', () => {
    expect(() => instantAt(0.5)).toThrow('not a whole number of milliseconds: 0.5');
  });

  it('are in the years 0 to 9999, so that their text sorts; computed ones are clamped', () => {
    expect(() => instantAt(Date.UTC(10_000, 0, 1))).toThrow('not in the years 0 to 9999');
    expect(computedInstant(Date.UTC(10_000, 0, 1))).toBe('9999-12-31T23:59:59.999Z');
    expect(computedInstant(Date.parse('-000001-12-31T00:00:00Z'))).toBe('0000-01-01T00:00:00.000Z');
  });

  it('have an earlier and a later of two', () => {
    expect([earlierOf(march, april), earlierOf(april, march)]).toEqual([march, march]);
    expect([laterOf(march, april), laterOf(april, march)]).toEqual([april, april]);
  });
});

describe('contains', () => {
  it('includes the start of a period and excludes its end', () => {
    const period = { start: march, end: april };
    expect([contains(period, march), contains(period, april)]).toEqual([true, false]);
  });
});

describe('cadences', () => {
  it('distinguish 12 months from a year', () => {
    expect(sameCadence({ every: 12, unit: 'month' }, { every: 1, unit: 'year' })).toBe(false);
    expect(sameCadence({ every: 3, unit: 'month' }, { every: 3, unit: 'month' })).toBe(true);
  });

  it('are formatted in words', () => {
    expect([describeCadence({ every: 1, unit: 'month' }), describeCadence({ every: 3, unit: 'month' })]).toEqual([
      'month',
      '3 months',
    ]);
  });
});
