import { usageWindowAt } from '../../../src/domain/entitlement/usage-window.ts';
import { at } from '../../support/builders/commands.ts';
import { metered } from '../../support/builders/offerings.ts';
import { aSource } from '../../support/builders/sources.ts';

describe('usageWindowAt', () => {
  it('0-18 counts windows from the anchor, clamped to the end of February and back on the 31st', () => {
    const { grant } = aSource({ timeZone: 'Europe/Berlin' });
    expect(usageWindowAt(grant, at('2026-02-27T00:00:00Z'))).toEqual({
      start: '2026-01-31T10:00:00.000Z',
      end: '2026-02-28T10:00:00.000Z',
    });
    // 11:00 in Berlin is 10:00 UTC in winter and 09:00 UTC in summer, which begins on 29 March.
    expect(usageWindowAt(grant, at('2026-03-01T00:00:00Z'))).toEqual({
      start: '2026-02-28T10:00:00.000Z',
      end: '2026-03-31T09:00:00.000Z',
    });
  });

  it('starts a new window exactly at the boundary', () => {
    expect(usageWindowAt(aSource().grant, at('2026-02-28T10:00:00Z'))?.start).toBe('2026-02-28T10:00:00.000Z');
    expect(usageWindowAt(aSource().grant, at('2026-02-28T09:59:59.999Z'))?.end).toBe('2026-02-28T10:00:00.000Z');
  });

  it.each([
    ['a quota that never resets', aSource({ entitlement: metered({ reset: null }), windowAnchorAt: null })],
    ['a boolean feature', aSource({ entitlement: { kind: 'boolean' }, windowAnchorAt: null })],
  ])('has no window for %s', (_what, { grant }) => {
    expect(usageWindowAt(grant, at('2026-02-14T00:00:00Z'))).toBeNull();
  });
});
