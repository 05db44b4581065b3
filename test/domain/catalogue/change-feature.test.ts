import { changeFeature } from '../../../src/domain/catalogue/versions/change-feature.ts';

const meter = { aggregation: 'sum', eventType: 'call', valueField: 'n' };
const calls = { id: 'fea_calls', key: 'calls', name: 'Calls', unit: null, kind: 'metered', meter, revision: 1 } as const;

describe('changeFeature', () => {
  it('changes what it is called, launched or not, and a meaning that stays is no change', () => {
    const unit = { singular: 'call', plural: 'calls' };
    const change = { name: 'API calls', unit, kind: 'metered', meter: { ...meter } } as const;
    expect(changeFeature(calls, change, 'launched')).toEqual({ ok: true, value: { ...calls, ...change } });
  });

  it('changes what it means only while nothing was launched with it, and names all that stays', () => {
    const change = { kind: 'static', meter: null } as const;
    expect(changeFeature(calls, change, 'unused')).toMatchObject({ ok: true, value: change });
    expect(changeFeature(calls, change, 'launched')).toMatchObject({
      ok: false,
      error: { code: 'feature_in_use', issues: [{ pointer: '/kind' }, { pointer: '/meter' }] },
    });
  });

  it('refuses a meter of what is not metered', () => {
    expect(changeFeature(calls, { kind: 'boolean' }, 'unused')).toMatchObject({
      ok: false,
      error: { code: 'invalid_request', issues: [{ pointer: '/meter' }] },
    });
  });
});
