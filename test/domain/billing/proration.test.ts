import * as fc from 'fast-check';
import { creditForUnused, measureShare, prorate } from '../../../src/domain/billing/proration.ts';
import type { ProrationUnit, UnusedPart } from '../../../src/domain/billing/proration.ts';
import { priceQuantity } from '../../../src/domain/pricing/price-quantity.ts';
import { money, roundToMoney } from '../../../src/domain/money/money.ts';
import { boundaryAt, periodAt } from '../../../src/domain/time/billing-calendar.ts';
import { instantAt } from '../../../src/domain/time/instant.ts';
import type { Instant } from '../../../src/domain/time/instant.ts';
import type { Period } from '../../../src/domain/time/period.ts';

const at = (text: string): Instant => text as Instant;
const period = (start: string, end: string): Period => ({ start: at(start), end: at(end) });
const march = period('2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z');
const year2026 = period('2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z');
const week = period('2026-03-02T00:00:00.000Z', '2026-03-09T00:00:00.000Z');

describe('measureShare', () => {
  it.each([
    ['a whole month', 'day', march, march.start, 'UTC', '31/31'],
    ['the 18th of a 31-day month', 'day', march, '2026-03-18T00:00:00.000Z', 'UTC', '14/31'],
    ['late on the 18th, whose date belongs to the new state', 'day', march, '2026-03-18T23:59:59.999Z', 'UTC', '14/31'],
    ['the last minute of a month', 'day', march, '2026-03-31T23:59:00.000Z', 'UTC', '1/31'],
    ['the end of a month', 'day', march, march.end, 'UTC', '0/31'],
    [
      '29 days of a leap February',
      'day',
      period('2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z'),
      '2028-02-29T12:00:00.000Z',
      'UTC',
      '1/29',
    ],
    ['the second half of a year', 'day', year2026, '2026-07-01T00:00:00.000Z', 'UTC', '184/365'],
    ['the weekend of a week', 'day', week, '2026-03-07T08:00:00.000Z', 'UTC', '2/7'],
    [
      'the date in the zone, not in UTC',
      'day',
      period('2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'),
      '2026-03-17T23:30:00.000Z',
      'Europe/Berlin',
      '14/31',
    ],
    [
      'no date left on the date of the boundary',
      'day',
      period('2026-01-31T10:00:00.000Z', '2026-02-28T10:00:00.000Z'),
      '2026-02-28T08:00:00.000Z',
      'Europe/Berlin',
      '0/28',
    ],
    ['half of a month in seconds', 'second', march, '2026-03-16T12:00:00.000Z', 'UTC', '1339200/2678400'],
    ['the second of the change belongs to the new state', 'second', week, '2026-03-08T23:59:59.999Z', 'UTC', '1/604800'],
    [
      'a month with the start of summer time is an hour shorter',
      'second',
      period('2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'),
      '2026-03-31T21:00:00.000Z',
      'Europe/Berlin',
      '3600/2674800',
    ],
    ['a millisecond of a week', 'millisecond', week, '2026-03-08T23:59:59.999Z', 'UTC', '1/604800000'],
  ] as const)('%s', (_name, unit, full, from, timeZone, expected) => {
    const share = measureShare({ part: { start: at(from), end: full.end }, full, unit, timeZone });
    expect(`${share.numerator}/${share.denominator} ${share.unit}`).toBe(`${expected} ${unit}`);
  });

  it('measures in milliseconds a daily period of ten hours, where Samoa skipped a date', () => {
    const calendar = {
      anchorAt: at('2011-12-28T20:00:00.000Z'),
      cadence: { every: 1, unit: 'day' },
      timeZone: 'Pacific/Apia',
    } as const;
    const full = periodAt(calendar, 2);
    const part = { start: at('2011-12-30T15:00:00.000Z'), end: boundaryAt(calendar, 3) };
    expect(measureShare({ part, full, unit: 'day', timeZone: 'Pacific/Apia' })).toEqual({
      numerator: 18_000_000,
      denominator: 36_000_000,
      unit: 'millisecond',
    });
  });

  it('counts 0 dates, not fewer, where a clock went back over midnight', () => {
    // At 00:01 on 7 November 2010 St. John's went back to 23:01 on the 6th.
    const full = period('2010-11-01T02:30:00.000Z', '2010-12-01T03:30:00.000Z');
    const part = period('2010-11-07T02:30:30.000Z', '2010-11-07T03:00:00.000Z');
    expect(measureShare({ part, full, unit: 'day', timeZone: 'America/St_Johns' }).numerator).toBe(0);
  });

  it('is 0 for an empty period', () => {
    const empty = { start: march.start, end: march.start };
    expect(measureShare({ part: empty, full: empty, unit: 'day', timeZone: 'UTC' })).toEqual({
      numerator: 0,
      denominator: 1,
      unit: 'day',
    });
  });

  it.each([
    ['begins before', period('2026-02-28T23:59:59.999Z', '2026-04-01T00:00:00.000Z')],
    ['ends after', period('2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.001Z')],
    ['ends before it begins', period('2026-03-02T00:00:00.000Z', '2026-03-01T00:00:00.000Z')],
  ])('throws for a part that %s', (_name, part) => {
    expect(() => measureShare({ part, full: march, unit: 'day', timeZone: 'UTC' })).toThrow('is not a part of');
  });

  it('is additive for adjacent parts', () => {
    const units = fc.constantFrom<ProrationUnit>('day', 'second', 'millisecond');
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'Pacific/Auckland');
    const cuts = fc.tuple(offsets(), offsets(), offsets()).map((list) => list.toSorted((a, b) => a - b).map(instantAt));
    fc.assert(
      fc.property(cuts, units, zones, ([a, b, c], unit, timeZone) => {
        const numerator = (start = march.start, end = march.end): number =>
          measureShare({ part: { start, end }, full: march, unit, timeZone }).numerator;
        expect(numerator(a, b) + numerator(b, c)).toBe(numerator(a, c));
        expect(numerator(march.start, a) + numerator(a, march.end)).toBe(numerator());
      }),
      { seed: 1 },
    );
  });
});

const offsets = (): fc.Arbitrary<number> => fc.integer({ min: Date.parse(march.start), max: Date.parse(march.end) });

describe('prorate', () => {
  const perUnit = {
    id: 'price_1',
    key: 'seat',
    currency: 'USD',
    cadence: { every: 1, unit: 'month' },
    timing: 'inAdvance',
    model: 'perUnit',
    unitAmount: '7.00',
  } as const;

  it.each([
    ['attach on the 18th: 20.00 × 14/31', '20.00', { numerator: 14, denominator: 31 }, '9.03'],
    [
      '2 more seats on the 18th: 2 × 7.00 × 14/31',
      priceQuantity(perUnit, '2').exactAmount,
      { numerator: 14, denominator: 31 },
      '6.32',
    ],
    ['attach on the last day: 20.00 × 1/31', '20', { numerator: 1, denominator: 31 }, '0.65'],
    ['nothing left: 20.00 × 0/31', '20', { numerator: 0, denominator: 31 }, '0.00'],
    ['everything left: 20.00 × 31/31', '20.00', { numerator: 31, denominator: 31 }, '20.00'],
  ])('%s', (_name, exactAmount, share, expected) => {
    expect(roundToMoney(prorate(exactAmount, share), 'USD').amount).toBe(expected);
  });

  it('does not round, which the line does: 9.03 × 7/14 is 4.515', () => {
    expect(prorate('9.03', { numerator: 7, denominator: 14 })).toBe('4.515');
  });
});

describe('creditForUnused', () => {
  const line: UnusedPart = {
    billed: money('9.03', 'USD'),
    credited: money('0', 'USD'),
    billedPart: period('2026-03-18T00:00:00.000Z', '2026-04-01T00:00:00.000Z'),
    unusedFrom: at('2026-03-25T00:00:00.000Z'),
    unit: 'day',
    timeZone: 'UTC',
  };

  it('credits 9.03 × 7/14 = 4.515 → 4.52 when a charge of the 18th ends on the 25th', () => {
    expect(creditForUnused(line)).toEqual({
      share: { numerator: 7, denominator: 14, unit: 'day' },
      exact: '4.515',
      amount: { amount: '4.52', currency: 'USD' },
    });
  });

  it('credits all of 0.65 after an attach and end on the last local day', () => {
    const billedPart = period('2026-03-31T23:30:00.000Z', '2026-04-01T00:00:00.000Z');
    const credit = creditForUnused({
      ...line,
      billed: money('0.65', 'USD'),
      billedPart,
      unusedFrom: at('2026-03-31T23:45:00.000Z'),
    });
    expect([`${credit.share.numerator}/${credit.share.denominator}`, credit.amount.amount]).toEqual(['1/1', '0.65']);
  });

  it.each([
    ['credits 2 of 5 removed units: 9.03 × 7/14 × 2/5 = 1.806', { quantityShare: { taken: '2', of: '5' } }, '1.806', '1.81'],
    ['credits the whole charge for an end before the start', { unusedFrom: at('2026-03-01T00:00:00.000Z') }, '9.03', '9.03'],
    ['credits nothing for an end after the period', { unusedFrom: at('2026-05-01T00:00:00.000Z') }, '0', '0.00'],
    ['credits at most what earlier credits left', { credited: money('6.00', 'USD') }, '4.515', '3.03'],
    ['credits nothing after a full credit', { credited: money('9.03', 'USD') }, '4.515', '0.00'],
    ['never gives a negative credit', { credited: money('9.10', 'USD') }, '4.515', '0.00'],
    ['credits nothing of a charge of 0', { billed: money('0', 'USD') }, '0', '0.00'],
    ['credits by the second', { unit: 'second', unusedFrom: at('2026-03-31T12:00:00.000Z') }, '0.3225', '0.32'],
  ] as const)('%s', (_name, change, exact, amount) => {
    const credit = creditForUnused({ ...line, ...change });
    expect([credit.exact, credit.amount.amount]).toEqual([exact, amount]);
  });

  it('measures in milliseconds a line for less than a day', () => {
    const billedPart = period('2026-03-18T08:00:00.000Z', '2026-03-18T10:00:00.000Z');
    const credit = creditForUnused({
      ...line,
      billed: money('1.00', 'USD'),
      billedPart,
      unusedFrom: at('2026-03-18T09:30:00.000Z'),
    });
    expect([credit.share.unit, credit.exact]).toEqual(['millisecond', '0.25']);
  });

  it('throws if more units are removed than exist', () => {
    expect(() => creditForUnused({ ...line, quantityShare: { taken: '6', of: '5' } })).toThrow('6 of 5 cannot be given up');
  });
});
