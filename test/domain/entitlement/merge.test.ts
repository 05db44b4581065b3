import { mergeEntitlements } from '../../../src/domain/entitlement/merge.ts';
import { toAttachmentId } from '../../../src/domain/ids.ts';
import { at } from '../../support/builders/commands.ts';
import { metered, monthlyReset } from '../../support/builders/offerings.ts';
import { aSource } from '../../support/builders/sources.ts';
import { attachmentId } from '../../support/builders/records.ts';

const addOn = { id: 'gra_2', attachmentId, offeringKey: 'pack', startsAt: at('2026-02-01T00:00:00Z') };

describe('mergeEntitlements', () => {
  it('1-5 sums quota × quantity of the plan and an add-on under one reset rule', () => {
    const [merged] = mergeEntitlements([aSource(), aSource({ ...addOn, quantity: '2' })]);
    expect(merged).toMatchObject({ kind: 'metered', limit: 'hard', quota: '9', resetsAt: '2026-02-28T10:00:00.000Z' });
    expect(merged?.buckets).toHaveLength(1);
  });

  it('2-24 grants a boolean feature from any source', () => {
    const [merged] = mergeEntitlements([aSource({ ...addOn, entitlement: { kind: 'boolean' }, windowAnchorAt: null })]);
    expect(merged).toMatchObject({ kind: 'boolean', limit: null, quota: null, resetsAt: null, buckets: [] });
  });

  it('uses the static value that was attached last, whatever the order of the sources', () => {
    const plan = aSource({ entitlement: { kind: 'static', value: '720p' }, windowAnchorAt: null });
    const pack = aSource({ ...addOn, entitlement: { kind: 'static', value: '4k' }, windowAnchorAt: null });
    expect(mergeEntitlements([pack, plan])[0]?.value).toBe('4k');
    expect(mergeEntitlements([plan, pack])[0]?.value).toBe('4k');
  });

  it('is soft if any source is', () => {
    const [merged] = mergeEntitlements([aSource(), aSource({ ...addOn, entitlement: metered({ limit: 'soft', quota: '1' }) })]);
    expect(merged).toMatchObject({ limit: 'soft', quota: '4' });
  });

  it('has no cap if a soft source has no quota', () => {
    const [merged] = mergeEntitlements([
      aSource(),
      aSource({ ...addOn, entitlement: metered({ limit: 'soft', quota: null }) }),
    ]);
    expect(merged).toMatchObject({ limit: 'soft', quota: null });
  });

  it('0-17 keeps quotas with different reset rules in separate buckets; the next reset is the earliest', () => {
    const daily = metered({ reset: { ...monthlyReset, unit: 'day' } });
    const [merged] = mergeEntitlements([aSource(), aSource({ ...addOn, entitlement: daily })]);
    expect(merged?.buckets.map(({ quota, window }) => [quota, window?.end])).toEqual([
      ['3', '2026-02-28T10:00:00.000Z'],
      ['3', '2026-02-15T10:00:00.000Z'],
    ]);
    expect(merged).toMatchObject({ quota: null, remaining: '6', resetsAt: '2026-02-15T10:00:00.000Z' });
  });

  it('adds a quota without a reset to that of a single window, and to none of several', () => {
    const topUp = aSource({
      ...addOn,
      entitlement: metered({ quota: '50', reset: null }),
      quantity: '2',
      windowAnchorAt: null,
    });
    const [one] = mergeEntitlements([aSource({ entitlement: metered({ quota: '100' }) }), topUp]);
    expect(one).toMatchObject({ quota: '200', remaining: '200', resetsAt: '2026-02-28T10:00:00.000Z' });
    const daily = aSource({
      id: 'gra_3',
      attachmentId: toAttachmentId('att_2'),
      entitlement: metered({ reset: { ...monthlyReset, unit: 'day' } }),
    });
    const [several] = mergeEntitlements([aSource(), topUp, daily]);
    expect(several).toMatchObject({ quota: null, remaining: '106' });
    expect(several?.buckets.map(({ quota }) => quota).toSorted()).toEqual(['100', '3', '3']);
    expect(mergeEntitlements([topUp])[0]).toMatchObject({ quota: '100', remaining: '100', resetsAt: null });
  });

  it.each([
    ['applies from its start on', '2026-01-31T10:00:00.000Z', 1],
    ['does not apply one millisecond before', '2026-01-31T09:59:59.999Z', 0],
    ['applies until one millisecond before its end', '2026-02-28T09:59:59.999Z', 1],
    ['does not apply at its end', '2026-02-28T10:00:00.000Z', 0],
  ])('a grant %s', (_what, seenAt, count) => {
    expect(mergeEntitlements([aSource({ endsAt: at('2026-02-28T10:00:00Z') }, seenAt)])).toHaveLength(count);
  });

  it('returns features in the order of their keys', () => {
    const keys = mergeEntitlements([aSource({ featureKey: 'b' }), aSource({ featureKey: 'a' })]).map(
      ({ featureKey }) => featureKey,
    );
    expect(keys).toEqual(['a', 'b']);
  });
});
