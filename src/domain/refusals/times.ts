import type { Refused } from '../refusal.ts';
import type { Instant } from '../time/instant.ts';
import { refused } from './refused.ts';
import { quoted } from './words.ts';

/** The reason why the instant of a command is invalid. */
type TimeReason =
  | { readonly missingFor: string }
  | { readonly needlessFor: string }
  | { readonly notAfter: Instant }
  | 'not a past instant'
  | { readonly firstPeriodEnd: Instant; readonly latest: Instant };

const at = quoted('at');
const whenIs = (when: string): string => quoted(`when: "${when}"`);

/** Points to `/startAt` if the first period would end too late, else to `/at`. */
export const effectiveAtInvalid = (why: TimeReason): Refused => {
  const code = 'effective_at_invalid';
  const detail = reasonOf(why);
  const pointer = typeof why === 'object' && 'firstPeriodEnd' in why ? '/startAt' : '/at';
  return refused(code, detail, { issues: [{ code, pointer, detail }] });
};

function reasonOf(why: TimeReason): string {
  if (why === 'not a past instant') return `${whenIs('backdate')} requires ${at}, an instant that is not in the future.`;
  if ('missingFor' in why) return `${whenIs(why.missingFor)} requires ${at}, the instant of the change.`;
  if ('needlessFor' in why) return `${whenIs(why.needlessFor)} does not take ${at}: leave it out, or use ${whenIs('at')}.`;
  if ('notAfter' in why) return `${at} must be later than the time of the subscription, ${why.notAfter}.`;
  return `The first period would end at ${why.firstPeriodEnd}, after ${why.latest}: choose an earlier ${quoted('startAt')} or a shorter ${quoted('cadence')}.`;
}

export const backdateBeforeStart = ({ startAt }: { readonly startAt: Instant }): Refused =>
  refused('backdate_before_start', `The subscription started at ${startAt}: choose that instant or a later one as ${at}.`);

/** The limit that a command exceeds: periods, years, or due changes. */
type ExceededLimit =
  | { readonly of: 'start' | 'trial' | 'backdate'; readonly maxPeriods: number }
  | { readonly of: 'clock'; readonly maxYears: number }
  | { readonly of: 'due'; readonly most: number; readonly at: Instant; readonly before: Instant };

/** A command would catch up more than one decision may. */
export const catchUpTooLong = (limit: ExceededLimit): Refused => refused('catch_up_too_long', limitSentence(limit));

function limitSentence(limit: ExceededLimit): string {
  switch (limit.of) {
    case 'start':
      return `${quoted('startAt')} is more than ${limit.maxPeriods} periods ago: choose a later instant.`;
    case 'trial':
      return `The trial lasts more than ${limit.maxPeriods} periods: choose a longer ${quoted('cadence')}.`;
    case 'backdate':
      return `${at} is more than ${limit.maxPeriods} periods ago: choose a later instant.`;
    case 'clock':
      return `${quoted('to')} is more than ${limit.maxYears} years ahead: move the clock in smaller steps.`;
    case 'due':
      return `More than ${limit.most} renewals and other changes fall due until ${limit.at}: choose an instant before ${limit.before}.`;
  }
}

export const clockCannotGoBack = ({ at: now }: { readonly at: Instant }): Refused =>
  refused('clock_cannot_go_back', `The subscription is at ${now}: choose a later instant.`, { meta: { at: now } });

/** Only sandbox subscriptions have their own clock. */
export const clockIsRealTime = (): Refused =>
  refused('clock_is_real_time', 'The subscription runs in real time: only the clock of a sandbox subscription can be moved.');
