import { assertNever, invariant } from '../invariant.ts';
import { compareDecimals, multiply, multiplyByRatio, multiplyByShare } from '../money/exact.ts';
import type { DecimalString, Share } from '../money/exact.ts';
import { isNegative, minMoney, roundToMoney, subtractMoney, zeroMoney } from '../money/money.ts';
import type { Money } from '../money/money.ts';
import { earlierOf, epochMs, laterOf } from '../time/instant.ts';
import type { Instant } from '../time/instant.ts';
import { daysBetween, localDateOf } from '../time/local-date.ts';
import type { Period } from '../time/period.ts';

/** The unit of lengths (policy `proration.unit`, semantics row 34). */
export type ProrationUnit = 'day' | 'second' | 'millisecond';

/** A share of a period, with the unit in which it was measured. */
export type PeriodShare = Share & { readonly unit: ProrationUnit };

interface Measure {
  readonly unit: ProrationUnit;
  /** The customer's IANA zone, which defines days. */
  readonly timeZone: string;
}

/**
 * The share of a part in its full period: length of the part ÷ length of the full period (semantics §5).
 * A day is a date of the customer's calendar, and the date of a change belongs to the new state, so a length is the number of
 * dates from that of the start to that of the end. Seconds are those of the wall clock. A full period that is shorter than one
 * unit is measured in milliseconds instead, and the share says so: a daily period in which the zone skipped a date, or a
 * line for less than a day. The share of an empty period is 0/1. The part must be within the full period (InvariantError).
 * Example: attach on 18 March, monthly from the 1st → 14/31.
 */
export function measureShare({ part, full, unit, timeZone }: { part: Period; full: Period } & Measure): PeriodShare {
  invariant(
    full.start <= part.start && part.start <= part.end && part.end <= full.end,
    `${part.start}..${part.end} is not a part of ${full.start}..${full.end}`,
  );
  const denominator = lengthOf(full, { unit, timeZone });
  if (denominator > 0) {
    // Only if a clock went back over midnight can a part have more dates than the full period, or fewer than none.
    const numerator = Math.min(Math.max(lengthOf(part, { unit, timeZone }), 0), denominator);
    return { numerator, denominator, unit };
  }
  if (full.start === full.end) return { numerator: 0, denominator: 1, unit };
  return measureShare({ part, full, unit: 'millisecond', timeZone });
}

/**
 * The exact price of a part of a period. The caller rounds it once, on the line (`roundToMoney`).
 * Examples: 20.00 × 14/31 → 9.03; 2 × 7.00 × 14/31 → 6.32; 20.00 × 1/31 → 0.65.
 */
export const prorate = (exactAmount: DecimalString, share: Share): DecimalString => multiplyByShare(exactAmount, share);

/** A billed line and the part of it that is given up. */
export interface UnusedPart extends Measure {
  /** The billed amount of the line, net of its discounts. */
  readonly billed: Money;
  /** The amount credited on that line so far, positive. */
  readonly credited: Money;
  /** The service period of the line. */
  readonly billedPart: Period;
  readonly unusedFrom: Instant;
  /** Set if only part of the billed quantity is given up: `taken` of `of`. */
  readonly quantityShare?: { readonly taken: DecimalString; readonly of: DecimalString };
}

/** The credit of a line. */
export interface UnusedCredit {
  readonly share: PeriodShare;
  /** The credit before its rounding and its cap. */
  readonly exact: DecimalString;
  /** The amount to credit, positive. */
  readonly amount: Money;
}

/**
 * The credit for the unused part of a billed line: billed × unused ÷ billed part (× taken ÷ of), rounded once, at most the billed
 * amount less earlier credits, never negative (semantics §5). An end before the billed part credits all of it, an end
 * after it nothing.
 * Examples: 9.03 billed from 18 March, ended on the 25th → 9.03 × 7/14 = 4.515 → 4.52; attached on 31 March at 23:30 for 0.65
 * and ended on the same local day → 0.65 × 1/1.
 */
export function creditForUnused({
  billed,
  credited,
  billedPart,
  unusedFrom,
  quantityShare,
  ...measure
}: UnusedPart): UnusedCredit {
  const start = earlierOf(laterOf(unusedFrom, billedPart.start), billedPart.end);
  const share = measureShare({ part: { start, end: billedPart.end }, full: billedPart, ...measure });
  const { taken, of } = quantityShare ?? { taken: '1', of: '1' };
  invariant(compareDecimals(taken, '0') >= 0 && compareDecimals(taken, of) <= 0, `${taken} of ${of} cannot be given up`);
  const exact = multiplyByRatio(billed.amount, {
    numerator: multiply(String(share.numerator), taken),
    denominator: multiply(String(share.denominator), of),
  });
  return { share, exact, amount: capCredit(roundToMoney(exact, billed.currency), subtractMoney(billed, credited)) };
}

function capCredit(credit: Money, remaining: Money): Money {
  const capped = minMoney(credit, remaining);
  return isNegative(capped) ? zeroMoney(capped.currency) : capped;
}

function lengthOf({ start, end }: Period, { unit, timeZone }: Measure): number {
  switch (unit) {
    case 'day':
      return daysBetween(localDateOf(start, timeZone), localDateOf(end, timeZone));
    case 'second':
      return Math.floor(epochMs(end) / 1000) - Math.floor(epochMs(start) / 1000);
    case 'millisecond':
      return epochMs(end) - epochMs(start);
    default:
      return assertNever(unit);
  }
}
