import { add, compareDecimals, maxOf } from '../../money/exact.ts';
import type { Instant } from '../../time/instant.ts';
import type { Peak, LiveSubscription, Attachment } from './state.ts';

/**
 * The peaks after an attachment has become less, or has ended, at an instant. They fall as time goes on: a later one that is as high
 * says all that an earlier one did, so of a single add-on there is one at most.
 */
export function peaksAfter(
  { attachments, peaks = [] }: LiveSubscription,
  { addOnKey }: Attachment,
  until: Instant,
): readonly Peak[] {
  const held = attachments.filter((each) => each.addOnKey === addOnKey);
  const quantity = held.map(height).reduce(add, '0');
  const higher = peaks.filter((peak) => peak.addOnKey !== addOnKey || compareDecimals(peak.quantity, quantity) > 0);
  return [...higher, { addOnKey, quantity, until }];
}

/** A single add-on is there or not: how many units it had does not matter to another one. */
const height = ({ instance, quantity }: Attachment): string => (instance === 'single' ? '1' : quantity);

/** The most instances of an add-on that there were at any instant from one on that is over; those of the present are not counted. */
export const peakSince = ({ peaks = [] }: LiveSubscription, addOnKey: string, since: Instant): string =>
  peaksSince(peaks, addOnKey, since)
    .map(({ quantity }) => quantity)
    .reduce(maxOf, '0');

/** The last instant at which there was one of an add-on, if there has been any since another instant. */
export const lastThere = ({ peaks = [] }: LiveSubscription, addOnKey: string, since: Instant): Instant | undefined =>
  peaksSince(peaks, addOnKey, since).at(-1)?.until;

const peaksSince = (peaks: readonly Peak[], addOnKey: string, since: Instant): readonly Peak[] =>
  peaks.filter((peak) => peak.addOnKey === addOnKey && peak.until > since);
