import { describeCadence, sameCadence } from '../../../src/domain/time/cadence.ts';
import { earlierOf, epochMs, instantAt, laterOf, parseInstant } from '../../../src/domain/time/instant.ts';
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
    'March',
    '',
  ])('reads no instant in %j', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });
});

describe('instants', () => {
  it('go to milliseconds and back', () => {
    expect(instantAt(epochMs(march))).toBe(march);
  });

  it('are whole milliseconds', () => {
    expect(() => instantAt(0.5)).toThrow('not a whole number of milliseconds: 0.5');
  });

  it('have an earlier and a later of two', () => {
    expect([earlierOf(march, april), earlierOf(april, march)]).toEqual([march, march]);
    expect([laterOf(march, april), laterOf(april, march)]).toEqual([april, april]);
  });
});

describe('contains', () => {
  it('takes the start of a period and leaves its end', () => {
    const period = { start: march, end: april };
    expect([contains(period, march), contains(period, april)]).toEqual([true, false]);
  });
});

describe('cadences', () => {
  it('tells 12 months from a year', () => {
    expect(sameCadence({ every: 12, unit: 'month' }, { every: 1, unit: 'year' })).toBe(false);
    expect(sameCadence({ every: 3, unit: 'month' }, { every: 3, unit: 'month' })).toBe(true);
  });

  it('are said in words', () => {
    expect([describeCadence({ every: 1, unit: 'month' }), describeCadence({ every: 3, unit: 'month' })]).toEqual([
      'month',
      '3 months',
    ]);
  });
});
