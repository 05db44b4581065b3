import { checkEntitlement } from '../../../src/domain/entitlement/check.ts';
import { mergeEntitlements } from '../../../src/domain/entitlement/merge.ts';
import type { Entitlement } from '../../../src/domain/catalogue/model/rate-card.ts';
import { metered, monthlyReset } from '../../support/builders/offerings.ts';
import { aSource } from '../../support/builders/sources.ts';
import { attachmentId } from '../../support/builders/records.ts';

const check = (entitlement: Entitlement, quantity: string | null) =>
  checkEntitlement(mergeEntitlements([aSource({ entitlement, quantity: '2' })])[0], quantity);

describe('checkEntitlement', () => {
  it('4-3 refuses without any source', () => {
    expect(checkEntitlement(undefined, null)).toEqual({ allowed: false, reason: 'no_access', limit: null, remaining: null });
  });

  it('0-11 allows a boolean feature, for any quantity', () => {
    expect(check({ kind: 'boolean' }, '1000')).toEqual({ allowed: true, reason: 'granted', limit: null, remaining: null });
  });

  it.each<[string, Entitlement, string | null, boolean, string]>([
    ['0-13 (config) allows exactly the remaining units of a hard limit', metered(), '6', true, 'granted'],
    [
      '0-13 (config) refuses more than the remaining units of a hard limit',
      metered(),
      '6.000000000001',
      false,
      'limit_exceeded',
    ],
    ['0-14 (config) allows more than a soft limit and reports it', metered({ limit: 'soft' }), '7', true, 'soft_limit'],
    ['allows without a quantity while units remain', metered({ quota: '0.25' }), null, true, 'granted'],
    ['refuses without a quantity if no units remain', metered({ quota: '0' }), null, false, 'limit_exceeded'],
    ['allows anything under a soft limit without a quota', metered({ limit: 'soft', quota: null }), '1000', true, 'granted'],
  ])('%s', (_sentence, entitlement, quantity, allowed, reason) => {
    expect(check(entitlement, quantity)).toMatchObject({ allowed, reason });
  });

  it('allows the remaining units of several windows together, without a common limit', () => {
    const daily = metered({ quota: '2', reset: { ...monthlyReset, unit: 'day' } });
    const [merged] = mergeEntitlements([aSource(), aSource({ id: 'gra_2', attachmentId, entitlement: daily })]);
    const common = { limit: null, remaining: '5' };
    expect(checkEntitlement(merged, '5')).toEqual({ ...common, allowed: true, reason: 'granted' });
    expect(checkEntitlement(merged, '6')).toEqual({ ...common, allowed: false, reason: 'limit_exceeded' });
  });
});
