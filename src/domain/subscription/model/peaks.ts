import { add, compareDecimals, maxOf } from '../../money/exact.ts';
import type { Instant } from '../../time/instant.ts';
import type { Peak, LiveSubscription, Attachment } from './state.ts';

/**
 * The peaks after a decrease or the end of an attachment at `until` (ADR 0066). A later peak replaces earlier ones that are not higher, so
 * a single add-on has at most one.
 */
export function peaksAfter(
  { attachments, peaks = [] }: LiveSubscription,
  { addOnKey }: Attachment,
  until: Instant,
): readonly Peak[] {
  const held = attachments.filter((each) => each.addOnKey === addOnKey);
  const quantity = held.map(instancesOf).reduce(add, '0');
  const higher = peaks.filter((peak) => peak.addOnKey !== addOnKey || compareDecimals(peak.quantity, quantity) > 0);
  return [...higher, { addOnKey, quantity, until }];
}

/** The instances of an attachment: 1 for a single add-on, whatever its units. */
const instancesOf = ({ instance, quantity }: Attachment): string => (instance === 'single' ? '1' : quantity);

/** The most instances of an add-on at any past instant from `since` on; the present is not counted (semantics row 22). */
export const peakSince = ({ peaks = [] }: LiveSubscription, addOnKey: string, since: Instant): string =>
  peaksSince(peaks, addOnKey, since)
    .map(({ quantity }) => quantity)
    .reduce(maxOf, '0');

/** Until when an add-on was last attached; undefined if it was not attached after `since`. */
export const lastAttachedUntil = ({ peaks = [] }: LiveSubscription, addOnKey: string, since: Instant): Instant | undefined =>
  peaksSince(peaks, addOnKey, since).at(-1)?.until;

const peaksSince = (peaks: readonly Peak[], addOnKey: string, since: Instant): readonly Peak[] =>
  peaks.filter((peak) => peak.addOnKey === addOnKey && peak.until > since);
