import { offsetSpanAt } from '../../../src/domain/time/zone-offsets.ts';

const hourMs = 3_600_000;

describe('offsetSpanAt', () => {
  const summer = { startMs: Date.UTC(2026, 2, 29, 1), endMs: Date.UTC(2026, 9, 25, 1), offsetMs: 2 * hourMs };

  it.each([
    ['at its first millisecond', summer.startMs],
    ['inside', Date.UTC(2026, 5, 1)],
    ['at its last millisecond', summer.endMs - 1],
    ['again, from the cache', summer.startMs],
  ])('finds the summer of Berlin %s', (_name, atMs) => {
    expect(offsetSpanAt('Europe/Berlin', atMs)).toEqual(summer);
  });

  it('finds the spans around a cached one', () => {
    expect(offsetSpanAt('Europe/Berlin', summer.startMs - 1)).toMatchObject({ endMs: summer.startMs, offsetMs: hourMs });
    expect(offsetSpanAt('Europe/Berlin', summer.endMs)).toMatchObject({ startMs: summer.endMs, offsetMs: hourMs });
  });

  it('has one endless span for UTC', () => {
    expect(offsetSpanAt('UTC', 0)).toEqual({ startMs: -Infinity, endMs: Infinity, offsetMs: 0 });
  });

  it('stays correct with many cached spans', () => {
    for (let year = 1980; year < 2037; year += 1) {
      for (const timeZone of ['Europe/Berlin', 'America/New_York']) offsetSpanAt(timeZone, Date.UTC(year, 6, 1));
    }
    expect(offsetSpanAt('Europe/Berlin', Date.UTC(2026, 5, 1))).toEqual(summer);
    expect(offsetSpanAt('America/New_York', Date.UTC(2026, 5, 1)).offsetMs).toBe(-4 * hourMs);
  });
});
