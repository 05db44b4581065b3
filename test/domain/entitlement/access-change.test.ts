import { accessChanges } from '../../../src/domain/entitlement/access-change.ts';
import type { MergedEntitlement } from '../../../src/domain/entitlement/merge.ts';

const entitlement = (featureKey: string, quota: string | null = null): MergedEntitlement => ({
  featureKey,
  kind: 'metered',
  value: null,
  limit: 'hard',
  quota,
  remaining: quota,
  resetsAt: null,
  buckets: [],
  sources: [],
});

describe('accessChanges', () => {
  it('lists gained, lost and changed features in the order of their keys, without unchanged ones', () => {
    const before = [entitlement('seats', '5'), entitlement('calls', '100'), entitlement('api')];
    const after = [entitlement('sso'), entitlement('calls', '100'), entitlement('seats', '9')];
    expect(accessChanges(before, after).map(({ featureKey, change }) => [featureKey, change])).toEqual([
      ['api', 'lost'],
      ['seats', 'changed'],
      ['sso', 'gained'],
    ]);
  });

  it('gives the entitlements before and after, null if there is none', () => {
    const [lost, gained] = accessChanges([entitlement('api')], [entitlement('sso')]);
    expect(lost).toMatchObject({ before: { featureKey: 'api' }, after: null });
    expect(gained).toMatchObject({ before: null, after: { featureKey: 'sso' } });
  });
});
