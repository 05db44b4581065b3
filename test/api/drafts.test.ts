import { type CatalogueCaller, flat, refusalOf, startCatalogue } from './catalogue-caller.ts';
import { issuesIn, type Reply } from './start-api.ts';

let api: CatalogueCaller;
beforeAll(async () => {
  api = await startCatalogue();
  await api.post('/v1/features', { key: 'coach', name: 'Coach', kind: 'boolean' });
  await api.post('/v1/features', { key: 'calls', name: 'Calls', kind: 'metered' });
});
afterAll(() => api.stop());

const put = (path: string, body: unknown, headers = {}): Promise<Reply> => api.call('PUT', path, { body, headers });
const change = (path: string, body: unknown, headers = {}): Promise<Reply> => api.call('PATCH', path, { body, headers });
const discard = (path: string, headers = {}): Promise<Reply> => api.call('DELETE', path, { headers });

type Fields = Readonly<Record<string, unknown>>;
const listIn = (from: Fields | undefined, field: string) => (from?.[field] ?? []) as readonly Fields[];
const cardsIn = ({ body }: Reply) => listIn(body, 'rateCards');
const pricesIn = (reply: Reply) => listIn(cardsIn(reply)[0], 'prices');
const statuses = async (path: string) => {
  const { body } = await api.call('GET', `${path}/versions`);
  return listIn(body, 'data').map(({ version, status }) => `${String(version)} ${String(status)}`);
};

const access = { featureKey: 'coach', entitlement: { kind: 'boolean' } };
const price = (key: string, amount = '5.00') => ({ ...flat(`${key}-usd`, 'USD'), amount });
const offering = (key: string, more: object = {}) => ({
  productKey: 'club',
  key,
  name: key,
  rateCards: [{ key: 'card', prices: [price(key)] }],
  ...more,
});

describe('an offering built step by step', () => {
  it('0-9, 0-10, 0-20 is created, gets features and then prices one by one, also one-time ones, and is launched', async () => {
    await api.post('/v1/add-ons', { productKey: 'club', key: 'mock', name: 'Mock interview', rateCards: [] });
    const empty = await api.post('/v1/add-ons/mock/launch');
    expect([refusalOf(empty), issuesIn(empty)]).toEqual(['422 invalid_offering', ['rate_card_required /rateCards']]);

    const { key: _key, ...unnamed } = price('mock');
    await change('/v1/add-ons/mock/draft', { rateCards: [{ key: 'card', ...access }] });
    await change('/v1/add-ons/mock/draft', { rateCards: [{ key: 'card', prices: [unnamed] }] });
    await change('/v1/add-ons/mock/draft', { rateCards: [{ key: 'card', prices: [{ ...unnamed, currency: 'EUR' }] }] });
    const once = { ...unnamed, cadence: 'oneTime', amount: '15.00' };
    await change('/v1/add-ons/mock/draft', { rateCards: [{ key: 'set-up', prices: [once] }] });
    const dearer = await change('/v1/add-ons/mock/draft', {
      rateCards: [{ key: 'card', prices: [{ currency: 'USD', cadence: { every: 1, unit: 'month' }, amount: '9.00' }] }],
    });
    expect([dearer.status, cardsIn(dearer)]).toMatchObject([
      200,
      [
        {
          key: 'card',
          ...access,
          prices: [
            { key: 'card-usd-month', currency: 'USD', amount: '9.00' },
            { key: 'card-eur-month', currency: 'EUR', amount: '5.00' },
          ],
        },
        { key: 'set-up', prices: [{ cadence: 'oneTime', amount: '15.00' }] },
      ],
    ]);
    expect((await api.post('/v1/add-ons/mock/launch')).body).toMatchObject({ version: 1, status: 'launched' });
  });
});

describe('PUT …/draft', () => {
  it('replaces the draft: omitted fields get the defaults of a new offering, except the name', async () => {
    await api.post('/v1/plans', offering('whole', { description: 'Old', trialDays: 7, policies: { consolidate: 'never' } }));
    const replaced = await put('/v1/plans/whole/draft', { rateCards: [{ key: 'other', prices: [price('whole', '8.00')] }] });
    expect([replaced.status, replaced.body]).toMatchObject([
      200,
      { name: 'whole', version: 1, status: 'draft', revision: 2, description: null, trialDays: 0, policies: {}, addOns: [] },
    ]);
    expect(cardsIn(replaced).map(({ key }) => key)).toEqual(['other']);
  });

  it('1-2, 0-34 creates version 2 of a launched offering; a price with the same terms keeps its id', async () => {
    await api.launched('/v1/add-ons', offering('towel'));
    const [onSale] = pricesIn(await api.call('GET', '/v1/add-ons/towel'));
    const dearer = await put('/v1/add-ons/towel/draft', { rateCards: [{ key: 'card', prices: [price('towel', '6.00')] }] });
    expect(dearer.body).toMatchObject({ version: 2, status: 'draft', launchedVersion: 1 });
    expect(pricesIn(dearer)[0]?.['id']).not.toBe(onSale?.['id']);
    const back = await put('/v1/add-ons/towel/draft', { rateCards: [{ key: 'card', prices: [price('towel', '5.00')] }] });
    expect([back.body['version'], pricesIn(back)[0]?.['id']]).toEqual([2, onSale?.['id']]);
    expect(await statuses('/v1/add-ons/towel')).toEqual(['2 draft', '1 launched']);
  });

  it('2-12, 3-39, 3-41 refuses another model or number of cycles for a saved price', async () => {
    await api.launched('/v1/add-ons', offering('model'));
    const perUnit = { ...flat('model-usd', 'USD'), amount: undefined, model: 'perUnit', unitAmount: '1.00' };
    const path = '/v1/add-ons/model/draft';
    const other = await put(path, { rateCards: [{ key: 'card', prices: [perUnit] }] });
    expect([refusalOf(other), issuesIn(other)]).toEqual([
      '422 pricing_model_immutable',
      ['pricing_model_immutable /rateCards/0/prices/0/model'],
    ]);
    await put(path, { rateCards: [{ key: 'card', prices: [price('other')] }] });
    const returned = await change(path, { rateCards: [{ key: 'card', prices: [{ ...price('model'), cycles: 3 }] }] });
    expect([refusalOf(returned), issuesIn(returned)]).toEqual([
      '422 cycles_immutable',
      ['cycles_immutable /rateCards/0/prices/0/cycles'],
    ]);
  });

  it('refuses invalid content and keeps the draft', async () => {
    await api.post('/v1/plans', offering('strict'));
    expect(refusalOf(await put('/v1/plans/strict/draft', {}))).toBe('400 invalid_request');
    const linked = await put('/v1/plans/strict/draft', { rateCards: [], addOns: [{ addOnKey: 'nothing' }] });
    expect([refusalOf(linked), issuesIn(linked)]).toEqual([
      '422 add_on_not_launched',
      ['add_on_not_launched /addOns/0/addOnKey'],
    ]);
    const fields = await put('/v1/plans/strict/draft', { rateCards: [], customFields: { unknown: 'x' } });
    expect(refusalOf(fields)).toBe('422 invalid_offering');
    expect((await api.call('GET', '/v1/plans/strict')).body).toMatchObject({ revision: 1, rateCards: [{ key: 'card' }] });
    expect(refusalOf(await put('/v1/plans/no-such-plan/draft', { rateCards: [] }))).toBe('404 not_found');
  });
});

describe('PATCH …/draft', () => {
  const quota = { kind: 'metered', limit: 'hard', quota: '5' };

  it('merges fields, clears those that are null, and keeps the others', async () => {
    const more = {
      description: 'Old',
      policies: { consolidate: 'never', cadence: 'match' },
      restrictions: { roles: ['owner'] },
    };
    await api.post('/v1/add-ons', offering('merged', more));
    const changed = await change('/v1/add-ons/merged/draft', {
      description: null,
      unit: { singular: 'bottle', plural: 'bottles' },
      instance: 'multiple',
      policies: { cadence: null, 'proration.unit': 'second' },
      restrictions: { plans: ['basic'] },
    });
    expect([changed.status, changed.body]).toMatchObject([
      200,
      {
        description: null,
        unit: { singular: 'bottle', plural: 'bottles' },
        instance: 'multiple',
        visibility: 'customer',
        restrictions: { plans: ['basic'], roles: ['owner'], accountTypes: null },
        rateCards: [{ key: 'card', prices: [{ amount: '5.00' }] }],
      },
    ]);
    expect(changed.body['policies']).toEqual({ consolidate: 'never', 'proration.unit': 'second' });
  });

  it('adds, changes and removes one rate card and one price', async () => {
    await api.post('/v1/add-ons', offering('parts'));
    const path = '/v1/add-ons/parts/draft';
    await change(path, { rateCards: [{ key: 'quota', featureKey: 'calls', entitlement: quota }] });
    await change(path, { rateCards: [{ key: 'quota', entitlement: { quota: 7 } }] });
    await change(path, { rateCards: [{ key: 'card', prices: [{ ...price('year'), cadence: { every: 1, unit: 'year' } }] }] });
    const two = await change(path, { rateCards: [{ key: 'card', prices: [{ key: 'parts-usd', remove: true }] }] });
    expect(cardsIn(two)).toMatchObject([
      { key: 'card', prices: [{ key: 'year-usd', cadence: { every: 1, unit: 'year' } }] },
      { key: 'quota', entitlement: { ...quota, quota: '7' } },
    ]);
    const boolean = await change(path, {
      rateCards: [{ key: 'quota', featureKey: 'coach', entitlement: { kind: 'boolean' } }],
    });
    expect(cardsIn(boolean)[1]?.['entitlement']).toEqual({ kind: 'boolean' });
    const one = await change(path, { rateCards: [{ key: 'card', remove: true }] });
    expect(cardsIn(one).map(({ key }) => key)).toEqual(['quota']);
  });

  it('1-10, 0-28, 0-29 adds, changes and removes one link; a link to an archived add-on may stay but not be added', async () => {
    for (const key of ['pool', 'sauna']) await api.launched('/v1/add-ons', offering(key));
    await api.post('/v1/plans', offering('linked', { addOns: [{ addOnKey: 'pool', maxInstances: 3 }] }));
    await api.post('/v1/add-ons/pool/archive');
    const path = '/v1/plans/linked/draft';
    const both = await change(path, {
      addOns: [{ addOnKey: 'sauna' }, { addOnKey: 'pool', requirement: 'mandatory', maxInstances: null }],
    });
    expect([both.status, listIn(both.body, 'addOns')]).toMatchObject([
      200,
      [
        { addOnKey: 'pool', requirement: 'mandatory', maxInstances: null },
        { addOnKey: 'sauna', requirement: 'optional' },
      ],
    ]);
    const one = await change(path, { addOns: [{ addOnKey: 'pool', remove: true }] });
    expect(listIn(one.body, 'addOns').map(({ addOnKey }) => addOnKey)).toEqual(['sauna']);
    expect(refusalOf(await change(path, { addOns: [{ addOnKey: 'pool' }] }))).toBe('409 add_on_archived');
  });

  it('changes a rate card in a phase, and appends a phase', async () => {
    const phases = [{ key: 'all', rateCards: [{ key: 'phased', prices: [price('phased')] }] }];
    await api.post('/v1/plans', offering('phases', { rateCards: [], phases }));
    const changed = await change('/v1/plans/phases/draft', {
      phases: [
        { key: 'all', durationInCycles: 3, rateCards: [{ key: 'phased', prices: [{ key: 'phased-usd', amount: '1.00' }] }] },
        { key: 'rest' },
      ],
    });
    expect(changed.body['phases']).toMatchObject([
      { key: 'all', durationInCycles: 3, rateCards: [{ prices: [{ amount: '1.00' }] }] },
      { key: 'rest', durationInCycles: null, rateCards: [] },
    ]);
  });

  it('creates the draft of the next version with the other prices of the launched one', async () => {
    await api.launched('/v1/add-ons', offering('next'));
    const [onSale] = pricesIn(await api.call('GET', '/v1/add-ons/next'));
    const euro = { ...flat('next-eur', 'EUR'), amount: '4.00' };
    const drafted = await change('/v1/add-ons/next/draft', { rateCards: [{ key: 'card', prices: [euro] }] });
    expect(drafted.body).toMatchObject({ version: 2, status: 'draft', launchedVersion: 1 });
    expect(pricesIn(drafted)[0]).toEqual(onSale);
    expect(pricesIn(await api.call('GET', '/v1/add-ons/next/versions/1'))).toEqual([onSale]);
  });

  it.each<[string, unknown, string, readonly string[]]>([
    ['an unknown field', { price: 1 }, '400 invalid_request', ['unknown_field /price']],
    [
      'an unknown field of a price',
      { rateCards: [{ key: 'card', prices: [{ key: 'refused-usd', sum: 1 }] }] },
      '400 invalid_request',
      ['unknown_field /rateCards/0/prices/0/sum'],
    ],
    [
      'an incomplete new price, at its place in the change',
      { rateCards: [{ key: 'new', prices: [{ currency: 'USD', model: 'flat', amount: '1.00' }] }] },
      '400 invalid_request',
      ['invalid_value /rateCards/0/prices/0/cadence', 'invalid_value /rateCards/0/prices/0/timing'],
    ],
    [
      'another model of a price',
      { rateCards: [{ key: 'card', prices: [{ key: 'refused-usd', model: 'perUnit', unitAmount: '1.00' }] }] },
      '422 pricing_model_immutable',
      ['pricing_model_immutable /rateCards/0/prices/0/model'],
    ],
    [
      'a feature whose key is taken',
      { rateCards: [{ key: 'new', feature: { key: 'coach', name: 'x', kind: 'boolean' }, entitlement: { kind: 'boolean' } }] },
      '409 key_already_used',
      ['key_already_used /rateCards/0/feature/key'],
    ],
    [
      'the removal of an unknown entry',
      {
        rateCards: [
          { key: 'card', prices: [{ key: 'none', remove: true }] },
          { key: 'none', remove: true },
        ],
      },
      '422 invalid_offering',
      ['nothing_to_remove /rateCards/1', 'nothing_to_remove /rateCards/0/prices/0'],
    ],
    ['a name that is not a string', { name: 7 }, '400 invalid_request', ['invalid_type /name']],
  ])('refuses %s', async (_what, body, refusal, issues) => {
    await api.post('/v1/add-ons', offering('refused'));
    const reply = await change('/v1/add-ons/refused/draft', body);
    expect([refusalOf(reply), issuesIn(reply)]).toEqual([refusal, issues]);
    expect((await api.call('GET', '/v1/add-ons/refused')).body).toMatchObject({ revision: 1 });
  });

  it('is done once for each Idempotency-Key', async () => {
    await api.post('/v1/add-ons', offering('once'));
    const body = { rateCards: [{ key: 'more', prices: [price('more')] }] };
    const headers = { 'idempotency-key': 'one-change' };
    const [first, second] = [
      await change('/v1/add-ons/once/draft', body, headers),
      await change('/v1/add-ons/once/draft', body, headers),
    ];
    expect(second.body).toEqual(first.body);
    expect(first.body).toMatchObject({ revision: 2 });
  });
});

describe('DELETE …/draft', () => {
  it('discards version 2: the launched version stays, and the next draft is version 2 again', async () => {
    await api.launched('/v1/plans', offering('kept'));
    await put('/v1/plans/kept/draft', { rateCards: [{ key: 'card', prices: [price('kept', '99.00')] }] });
    const discarded = await discard('/v1/plans/kept/draft');
    expect([discarded.status, discarded.body]).toMatchObject([
      200,
      { version: 1, status: 'launched', launchedVersion: 1, revision: 4, rateCards: [{ prices: [{ amount: '5.00' }] }] },
    ]);
    expect(await statuses('/v1/plans/kept')).toEqual(['1 launched']);
    expect((await api.post('/v1/plans/kept/versions')).body).toMatchObject({ version: 2, status: 'draft' });
  });

  it('is refused without a draft, and if there is no launched version', async () => {
    await api.launched('/v1/add-ons', offering('sold'));
    expect(refusalOf(await discard('/v1/add-ons/sold/draft'))).toBe('409 no_draft');
    await api.post('/v1/add-ons', offering('first'));
    const refused = await discard('/v1/add-ons/first/draft');
    expect([refusalOf(refused), refused.body['detail']]).toEqual([
      '409 draft_is_first',
      'The draft is the only version of `first`: delete the offering instead.',
    ]);
    expect(refusalOf(await discard('/v1/add-ons/nothing/draft'))).toBe('404 not_found');
  });
});

describe('GET …/versions', () => {
  it('1-2 lists all versions with their statuses, newest first, page by page', async () => {
    await api.launched(
      '/v1/single-purchases',
      offering('book', { rateCards: [{ key: 'card', prices: [{ ...price('book'), cadence: 'oneTime' }] }] }),
    );
    for (const description of ['Second', 'Third']) {
      await change('/v1/single-purchases/book/draft', { description });
      await api.post('/v1/single-purchases/book/launch');
    }
    await change('/v1/single-purchases/book/draft', { description: 'Fourth' });
    expect(await statuses('/v1/single-purchases/book')).toEqual(['4 draft', '3 launched', '2 superseded', '1 superseded']);
    const first = await api.call('GET', '/v1/single-purchases/book/versions?limit=3');
    const cursor = String(first.body['nextCursor']);
    const second = await api.call('GET', `/v1/single-purchases/book/versions?limit=3&cursor=${cursor}`);
    expect([listIn(first.body, 'data').length, second.body]).toMatchObject([3, { data: [{ version: 1 }], nextCursor: null }]);
    expect(refusalOf(await api.call('GET', '/v1/single-purchases/none/versions'))).toBe('404 not_found');
  });
});

describe('If-Match', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('refuses a %s of another revision than was read', async (method) => {
    const path = `/v1/add-ons/matched-${method.toLowerCase()}`;
    await api.launched('/v1/add-ons', offering(`matched-${method.toLowerCase()}`));
    const { headers } = await api.post(`${path}/versions`);
    const etag = headers.get('etag');
    expect(etag).toBe('"3"');
    const send = (tag: string | null) => {
      const body = method === 'PUT' ? { rateCards: [{ key: 'card', prices: [price('new')] }] } : {};
      return api.call(method, `${path}/draft`, { body, headers: { 'if-match': tag ?? undefined } });
    };
    const stale = await send('"2"');
    expect([refusalOf(stale), stale.body['meta']]).toEqual(['409 revision_mismatch', { revision: 3 }]);
    expect(refusalOf(await send('W/"x"'))).toBe('400 if_match_invalid');
    expect((await send(etag)).status).toBe(200);
  });
});
