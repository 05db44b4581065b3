import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';

let api: ApiUnderTest;
beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.stop());

const change = (body: object): Promise<Reply> => api.call('PATCH', '/v1/settings', { body });
const read = (): Promise<Reply> => api.call('GET', '/v1/settings');
const month = { every: 1, unit: 'month' };
const year = { every: 1, unit: 'year' };

describe('settings of the tenant', () => {
  it('3-3 start without billing frequencies and policies', async () => {
    const reply = await read();
    expect([reply.status, reply.body]).toEqual([200, { revision: 1, billingFrequencies: [], policies: {} }]);
  });

  it('3-3 keep the order of the billing frequencies and increment the revision', async () => {
    const changed = await change({ billingFrequencies: [year, month] });
    expect([changed.status, changed.body]).toEqual([200, { revision: 2, billingFrequencies: [year, month], policies: {} }]);
    const again = await read();
    expect([again.body, again.headers.get('etag')]).toEqual([changed.body, '"2"']);
  });

  it('3-3 replace the frequencies, merge policies, and keep the rest', async () => {
    await change({ billingFrequencies: [month], policies: { 'proration.unit': 'second', consolidate: 'never' } });
    await change({ policies: { consolidate: 'instant' } });
    await change({ billingFrequencies: [year], policies: {} });
    const both = { 'proration.unit': 'second', consolidate: 'instant' };
    expect((await read()).body).toEqual({ revision: 4, billingFrequencies: [year], policies: both });
  });

  it('clear fields that are null: one policy, all policies, the frequencies', async () => {
    await change({ billingFrequencies: [month], policies: { 'proration.unit': 'second', consolidate: 'never' } });
    await change({ policies: { consolidate: null, cadence: null } });
    const one = { revision: 3, billingFrequencies: [month], policies: { 'proration.unit': 'second' } };
    expect((await read()).body).toEqual(one);
    expect((await change({ policies: null })).body).toEqual({ ...one, revision: 4, policies: {} });
    expect((await change({ billingFrequencies: null })).body).toEqual({ revision: 5, billingFrequencies: [], policies: {} });
  });

  it('refuse a change of another revision than was read', async () => {
    const policies = { consolidate: 'never' };
    await change({ policies });
    const send = (etag: string) =>
      api.call('PATCH', '/v1/settings', { body: { policies: null }, headers: { 'if-match': etag } });
    const stale = await send('"1"');
    expect([stale.status, stale.body['code'], stale.body['meta']]).toEqual([409, 'revision_mismatch', { revision: 2 }]);
    expect((await send('one')).body).toMatchObject({ code: 'if_match_invalid' });
    expect((await read()).body).toMatchObject({ revision: 2, policies });
    expect((await send('"2"')).body).toMatchObject({ revision: 3, policies: {} });
  });

  it('3-3 keep both of two concurrent changes', async () => {
    const [policy, other] = [{ cadence: 'divides' }, { consolidate: 'never' }];
    await Promise.all([change({ billingFrequencies: [month], policies: policy }), change({ policies: other })]);
    const policies = { ...policy, ...other };
    expect((await read()).body).toEqual({ revision: 3, billingFrequencies: [month], policies });
  });

  it.each<[string, object, readonly string[]]>([
    ['a repeated frequency', { billingFrequencies: [month, year, month] }, ['invalid /billingFrequencies/2']],
    ['a frequency of zero', { billingFrequencies: [{ every: 0, unit: 'month' }] }, ['too_small /billingFrequencies/0/every']],
    ['an unknown unit', { billingFrequencies: [{ every: 1, unit: 'moon' }] }, ['invalid_value /billingFrequencies/0/unit']],
    ['an unknown policy', { policies: { colour: 'red' } }, ['unknown_field /policies/colour']],
    ['an unknown value of a policy', { policies: { cadence: 'any' } }, ['invalid_value /policies/cadence']],
    ['an unknown setting', { theme: 'dark' }, ['unknown_field /theme']],
  ])('3-3 refuse %s', async (_name, body, issues) => {
    const reply = await change(body);
    expect([reply.status, issuesIn(reply)]).toEqual([400, issues]);
    expect((await read()).body).toMatchObject({ revision: 1 });
  });
});
