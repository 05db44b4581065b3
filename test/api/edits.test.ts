import { type CatalogueCaller, flat, refusalOf, startCatalogue } from './catalogue-caller.ts';
import { issuesIn, type Reply } from './start-api.ts';

let api: CatalogueCaller;
beforeAll(async () => {
  api = await startCatalogue();
});
afterAll(() => api.stop());

const read = (path: string): Promise<Reply> => api.call('GET', path);
const meter = { aggregation: 'sum', eventType: 'call', valueField: 'n' };

describe('PATCH /v1/features/{key}', () => {
  it('changes stated fields, keeps others, and clears those that are null', async () => {
    const unit = { singular: 'call', plural: 'calls' };
    await api.post('/v1/features', { key: 'calls', name: 'Calls', kind: 'metered', unit, meter });
    const renamed = await api.patch('/v1/features/calls', { name: 'API calls' });
    expect([renamed.status, renamed.body]).toMatchObject([
      200,
      { name: 'API calls', kind: 'metered', unit, meter, revision: 2 },
    ]);
    expect((await api.patch('/v1/features/calls', { unit: null })).body).toMatchObject({ unit: null, revision: 3 });
    expect((await read('/v1/features/calls')).body).toMatchObject({ name: 'API calls', unit: null, meter });
  });

  it('changes kind and meter until an offering with the feature is launched', async () => {
    await api.post('/v1/features', { key: 'young', name: 'Young', kind: 'boolean' });
    const card = { key: 'card', featureKey: 'young', entitlement: { kind: 'boolean' } };
    await api.post('/v1/add-ons', { productKey: 'club', key: 'young', name: 'Young', rateCards: [card] });
    const metered = await api.patch('/v1/features/young', { kind: 'metered', meter });
    expect(metered.body).toMatchObject({ kind: 'metered', meter });
    expect(issuesIn(await api.post('/v1/add-ons/young/launch'))).toEqual([
      'entitlement_kind_mismatch /rateCards/0/entitlement/kind',
    ]);
    const mixed = await api.patch('/v1/features/young', { kind: 'boolean' });
    expect([refusalOf(mixed), issuesIn(mixed)]).toEqual(['400 invalid_request', ['invalid /meter']]);
    const back = await api.patch('/v1/features/young', { kind: 'boolean', meter: null });
    expect(back.body).toMatchObject({ kind: 'boolean', meter: null });
    expect((await api.post('/v1/add-ons/young/launch')).status).toBe(200);
  });

  it('refuses another kind or meter after a launch, superseded versions included, or if a price uses the feature', async () => {
    await api.post('/v1/features', { key: 'granted', name: 'Granted', kind: 'boolean' });
    await api.post('/v1/features', {
      key: 'counted',
      name: 'Counted',
      kind: 'metered',
      unit: { singular: 'c', plural: 'cs' },
      meter,
    });
    const grant = { key: 'grant', featureKey: 'granted', entitlement: { kind: 'boolean' } };
    const byUsage = { ...flat('usd', 'USD'), amount: undefined, model: 'perUnit', unitAmount: '1.00', usageOf: 'counted' };
    await api.launched('/v1/add-ons', { key: 'sold', rateCards: [grant, { key: 'use', prices: [byUsage] }] });
    await api.post('/v1/add-ons/sold/versions', { rateCards: [{ key: 'other', prices: [flat('eur', 'EUR')] }] });
    await api.post('/v1/add-ons/sold/launch');

    const kind = await api.patch('/v1/features/granted', { kind: 'static' });
    expect([refusalOf(kind), issuesIn(kind), kind.body['detail']]).toEqual([
      '409 feature_in_use',
      ['feature_kind_immutable /kind'],
      'The `kind` of the feature `granted` stays, since an offering with it was launched: create another feature.',
    ]);
    const other = await api.patch('/v1/features/counted', { meter: { ...meter, eventType: 'other' }, name: 'New' });
    expect([refusalOf(other), issuesIn(other)]).toEqual(['409 feature_in_use', ['feature_meter_immutable /meter']]);
    expect((await read('/v1/features/counted')).body).toMatchObject({ name: 'Counted', meter, revision: 1 });
    expect((await api.patch('/v1/features/counted', { name: 'New', kind: 'metered', meter })).body).toMatchObject({
      name: 'New',
    });
  });

  it('and a concurrent launch that uses the feature exclude each other', async () => {
    for (const round of [1, 2, 3]) {
      const key = `raced-${round}`;
      await api.post('/v1/features', { key, name: key, kind: 'boolean' });
      const card = { key: 'card', featureKey: key, entitlement: { kind: 'boolean' } };
      await api.post('/v1/add-ons', { productKey: 'club', key, name: key, rateCards: [card] });
      const [launched, changed] = await Promise.all([
        api.post(`/v1/add-ons/${key}/launch`),
        api.patch(`/v1/features/${key}`, { kind: 'static' }),
      ]);
      expect(['200 409', '422 200']).toContain(`${launched.status} ${changed.status}`);
    }
  });

  it.each<[string, object, string]>([
    ['its key', { key: 'other' }, 'unknown_field /key'],
    ['a blank name', { name: ' ' }, 'too_small /name'],
    ['no name', { name: null }, 'invalid_type /name'],
    ['a unit without its plural', { unit: { singular: 'x' } }, 'invalid_type /unit/plural'],
  ])('refuses %s', async (_what, body, issue) => {
    const reply = await api.patch('/v1/features/calls', body);
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['400 invalid_request', [issue]]);
  });
});

describe('PATCH /v1/products/{key}', () => {
  it('changes name and description', async () => {
    await api.post('/v1/products', { key: 'pool', name: 'Pool', description: 'Wet' });
    expect((await api.patch('/v1/products/pool', { name: 'Swimming' })).body).toMatchObject({
      name: 'Swimming',
      description: 'Wet',
      revision: 2,
    });
    expect((await api.patch('/v1/products/pool', { description: null })).body).toMatchObject({ description: null });
    expect((await read('/v1/products/pool')).body).toMatchObject({ name: 'Swimming', description: null, revision: 3 });
  });
});

describe('PATCH /v1/customers/{customerId}', () => {
  it('changes everything of a customer without subscriptions, by id or key', async () => {
    const { body } = await api.post('/v1/customers', { key: 'ada', name: 'Ada', email: 'ada@example.com', currency: 'USD' });
    const moved = await api.patch('/v1/customers/ada', {
      name: 'Ada L.',
      email: null,
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      accountType: 'business',
    });
    const changed = {
      id: body['id'],
      key: 'ada',
      name: 'Ada L.',
      email: null,
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      accountType: 'business',
    };
    expect([moved.status, moved.body]).toEqual([200, { ...changed, revision: 2 }]);
    const byId = await api.patch(`/v1/customers/${String(body['id'])}`, { accountType: null });
    expect(byId.body).toEqual({ ...changed, accountType: null, revision: 3 });
    expect((await read('/v1/customers/ada')).body).toEqual(byId.body);
  });

  it.each<[string, object, string]>([
    ['its key', { key: 'other' }, 'unknown_field /key'],
    ['an unknown zone', { timeZone: 'Mars/Olympus' }, 'invalid /timeZone'],
    ['an invalid address', { email: 'nobody' }, 'invalid_format /email'],
    ['an unknown currency', { currency: 'XXY' }, 'invalid /currency'],
  ])('refuses %s', async (_what, body, issue) => {
    const reply = await api.patch('/v1/customers/ada', body);
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['400 invalid_request', [issue]]);
  });
});

describe('an edit', () => {
  it.each(['features/none', 'products/none', 'customers/none'])('of an unknown resource is refused: %s', async (path) => {
    expect(refusalOf(await api.patch(`/v1/${path}`, { name: 'x' }))).toBe('404 not_found');
  });

  it.each([
    ['features', { key: 'matched', name: 'x', kind: 'boolean' }],
    ['products', { key: 'matched', name: 'x' }],
    ['customers', { key: 'matched', name: 'x' }],
  ])('of another revision than was read is refused: %s', async (list, body) => {
    await api.post(`/v1/${list}`, body);
    const path = `/v1/${list}/matched`;
    const etag = (await read(path)).headers.get('etag') ?? '';
    const send = (name: string) => api.call('PATCH', path, { body: { name }, headers: { 'if-match': etag } });
    expect((await send('first')).body).toMatchObject({ name: 'first' });
    expect(refusalOf(await send('second'))).toBe('409 revision_mismatch');
    expect((await read(path)).body).toMatchObject({ name: 'first', revision: 2 });
  });
});
