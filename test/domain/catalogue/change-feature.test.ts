import { changeFeature } from '../../../src/domain/catalogue/versions/change-feature.ts';

const meter = { aggregation: 'sum', eventType: 'call', valueField: 'n' };
const calls = { id: 'fea_calls', key: 'calls', name: 'Calls', unit: null, kind: 'metered', meter, revision: 1 } as const;

describe('changeFeature', () => {
  it('changes name and unit, launched or not; an unchanged kind or meter is accepted', () => {
    const unit = { singular: 'call', plural: 'calls' };
    const change = { name: 'API calls', unit, kind: 'metered', meter: { ...meter } } as const;
    expect(changeFeature(calls, change, 'launched')).toEqual({ ok: true, value: { ...calls, ...change } });
  });

  it('changes kind and meter only before a launch, and reports each refused field', () => {
    const change = { kind: 'static', meter: null } as const;
    expect(changeFeature(calls, change, 'unused')).toMatchObject({ ok: true, value: change });
    expect(changeFeature(calls, change, 'launched')).toMatchObject({
      ok: false,
      error: { code: 'feature_in_use', issues: [{ pointer: '/kind' }, { pointer: '/meter' }] },
    });
  });

  it('refuses a meter for a feature that is not metered', () => {
    expect(changeFeature(calls, { kind: 'boolean' }, 'unused')).toMatchObject({
      ok: false,
      error: { code: 'invalid_request', issues: [{ pointer: '/meter' }] },
    });
  });
});
