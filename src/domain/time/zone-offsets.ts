import { Temporal } from 'temporal-polyfill';

/** A range of time, `[startMs, endMs)`, with a constant offset of a zone; unbounded ends are infinite. */
export interface OffsetSpan {
  readonly startMs: number;
  readonly endMs: number;
  /** Wall clock minus UTC. */
  readonly offsetMs: number;
}

// A zone has one or two hundred spans, of which subscriptions use a few; the bound is a safeguard.
const maxRememberedSpans = 20_000;
const spansByZone = new Map<string, OffsetSpan[]>();
let rememberedSpans = 0;

/**
 * The span of constant offset that contains an instant (milliseconds since the epoch).
 * A lookup in the time-zone data costs 0.3 ms or more, so spans are cached, sorted by start; a cached one costs 0.1 µs.
 */
export function offsetSpanAt(timeZone: string, atMs: number): OffsetSpan {
  const spans = spansByZone.get(timeZone) ?? [];
  const position = lastStartingBy(spans, atMs);
  const remembered = spans[position];
  if (remembered !== undefined && atMs < remembered.endMs) return remembered;
  const span = lookUpSpan(timeZone, atMs);
  cacheSpan({ timeZone, span, position: position + 1 });
  return span;
}

/** The position of the last span that starts at or before the instant; −1 if there is none. */
function lastStartingBy(spans: readonly OffsetSpan[], atMs: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.startMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lookUpSpan(timeZone: string, atMs: number): OffsetSpan {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone);
  // "Previous" means strictly before, so the search starts one millisecond later to include a transition at this instant.
  const previous = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = at.getTimeZoneTransition('next');
  return {
    startMs: previous?.epochMilliseconds ?? -Infinity,
    endMs: next?.epochMilliseconds ?? Infinity,
    offsetMs: at.offsetNanoseconds / 1_000_000,
  };
}

function cacheSpan({ timeZone, span, position }: { timeZone: string; span: OffsetSpan; position: number }): void {
  if (rememberedSpans >= maxRememberedSpans) {
    spansByZone.clear();
    rememberedSpans = 0;
  }
  const spans = spansByZone.get(timeZone);
  if (spans === undefined) spansByZone.set(timeZone, [span]);
  else spans.splice(position, 0, span);
  rememberedSpans += 1;
}
