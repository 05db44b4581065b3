import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
const get = (path: string): Promise<Reply> => api.call('GET', path);
const patch = (path: string, body: unknown): Promise<Reply> => api.call('PATCH', path, { body });
const remove = (path: string): Promise<Reply> => api.call('DELETE', path);
const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;

const flat = flatBody('5.00');
const addOn = (key: string, price: object = {}) => ({
  productKey: 'club',
  key,
  name: 'Water',
  rateCards: [
    { key: 'water', featureKey: 'water', entitlement: { kind: 'boolean' }, prices: [{ ...flat, key: `${key}-usd`, ...price }] },
  ],
});
const plan = (key: string, addOns: readonly object[] = []) => ({
  productKey: 'club',
  key,
  name: 'Basic',
  rateCards: [{ key: 'base', prices: [{ ...flat, amount: '20.00' }] }],
  addOns,
});
const launched = async (path: string, body: { readonly key: string; readonly [field: string]: unknown }): Promise<void> => {
  await post(path, body);
  expect((await post(`${path}/${body.key}/launch`)).status).toBe(200);
};
const priceOf = ({ body }: Reply) =>
  (body['rateCards'] as readonly { readonly prices: readonly Record<string, unknown>[] }[])[0]?.prices[0] ?? {};

beforeAll(async () => {
  api = await startApi();
  await post('/v1/products', { key: 'club', name: 'Club' });
  await post('/v1/features', { key: 'water', name: 'Filtered water', kind: 'boolean' });
});
afterAll(() => api.stop());

describe('an edit in place', () => {
  it('3-6, 3-15, 3-16, 3-19 (config), 3-20 (config), 3-21 (config), 3-28 (config), 3-23 (half), 3-24 (half), 3-25, 3-36, 3-40 (half) changes the launched version at once', async () => {
    await launched('/v1/add-ons', addOn('texts'));
    const texts = {
      externalName: 'Filtered water, cold',
      internalName: 'water-2026',
      description: 'As much as you can carry',
      showDescriptionInInvoices: true,
      showDescriptionInQuotes: true,
      invoiceNotes: 'Bottles are returnable',
      sku: 'WAT-1',
      accountingCode: '4000',
      accountingCategory: 'Department: Gym',
    };
    const edited = await patch('/v1/add-ons/texts', { description: 'Cold', prices: { 'texts-usd': texts } });
    expect([edited.status, edited.body['version'], edited.body['status'], edited.body['description']]).toEqual([
      200,
      1,
      'launched',
      'Cold',
    ]);
    expect(priceOf(edited)).toMatchObject({ ...texts, amount: '5.00', tax: 'taxable', archived: false });
    expect(priceOf(await get('/v1/add-ons/texts/versions/1'))).toMatchObject(texts);
  });

  it('0-5 changes the name of a rate card, which names its lines; an unknown rate card is refused', async () => {
    await launched('/v1/add-ons', addOn('named-card'));
    const { body } = await patch('/v1/add-ons/named-card', { rateCards: { water: { name: 'Cold water' } } });
    expect(body).toMatchObject({ version: 1, rateCards: [{ key: 'water', name: 'Cold water' }] });
    const unknown = await patch('/v1/add-ons/named-card', { rateCards: { fire: { name: 'x' } } });
    expect(issuesIn(unknown)).toEqual(['rate_card_not_found /rateCards/fire']);
  });

  it('0-8 changes the visibility of an add-on; omitted fields stay, and null clears a text', async () => {
    await launched('/v1/add-ons', { ...addOn('hidden'), displayName: 'Cold water' });
    expect((await patch('/v1/add-ons/hidden', { visibility: 'admin' })).body).toMatchObject({
      visibility: 'admin',
      displayName: 'Cold water',
    });
    expect((await patch('/v1/add-ons/hidden', { displayName: null })).body).toMatchObject({
      visibility: 'admin',
      displayName: null,
    });
  });

  it('2-2, 3-8, 2-4 changes unit names and the image', async () => {
    await launched('/v1/add-ons', addOn('seen'));
    const change = { unit: { singular: 'bottle', plural: 'bottles' }, imageUrl: 'https://cdn.example/water.png' };
    expect((await patch('/v1/add-ons/seen', change)).body).toMatchObject(change);
    expect(issuesIn(await patch('/v1/add-ons/seen', { imageUrl: 'http://cdn.example/water.png' }))).toEqual([
      'invalid_format /imageUrl',
    ]);
  });

  it('3-22 (config) sets the tax: taxable by default, exempt, or by a profile', async () => {
    await launched('/v1/add-ons', addOn('taxed'));
    const taxOf = async (tax: unknown) =>
      priceOf(await patch('/v1/add-ons/taxed', { prices: { 'taxed-usd': { tax } } }))['tax'];
    expect(priceOf(await get('/v1/add-ons/taxed'))['tax']).toBe('taxable');
    expect(await taxOf('exempt')).toBe('exempt');
    expect(await taxOf({ profile: 'reduced' })).toEqual({ profile: 'reduced' });
  });

  it.each(['Department', 'Department:Gym', ': Gym', 'Department: '])(
    '3-25 refuses the accounting category %j',
    async (accountingCategory) => {
      await post('/v1/add-ons', addOn('category'));
      const reply = await patch('/v1/add-ons/category', { prices: { 'category-usd': { accountingCategory } } });
      expect(issuesIn(reply)).toEqual(['invalid_format /prices/category-usd/accountingCategory']);
    },
  );

  it('3-17, 3-39, 3-7 refuses keys, ids, models and amounts', async () => {
    await launched('/v1/add-ons', addOn('fixed'));
    for (const change of [
      { key: 'other' },
      { id: 'x' },
      { rateCards: [] },
      { prices: { 'fixed-usd': { model: 'perUnit' } } },
    ]) {
      expect(refusalOf(await patch('/v1/add-ons/fixed', change))).toBe('400 invalid_request');
    }
    expect((await get('/v1/add-ons/fixed')).body).toMatchObject({ key: 'fixed', revision: 2 });
  });

  it('refuses an unknown price', async () => {
    await launched('/v1/add-ons', addOn('known'));
    const reply = await patch('/v1/add-ons/known', { prices: { unknown: { sku: 'X' } } });
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['422 invalid_offering', ['price_not_found /prices/unknown']]);
  });

  it('3-44 archives and unarchives a price', async () => {
    await launched('/v1/add-ons', addOn('seasonal'));
    const archived = (value: boolean) => patch('/v1/add-ons/seasonal', { prices: { 'seasonal-usd': { archived: value } } });
    expect(priceOf(await archived(true))['archived']).toBe(true);
    expect(priceOf(await archived(false))['archived']).toBe(false);
  });

  it('3-44 does not unarchive a price beside the one that replaced it', async () => {
    const prices = [
      { ...flat, key: 'old', archived: true },
      { ...flat, key: 'new', amount: '6.00' },
    ];
    await launched('/v1/add-ons', { ...addOn('replaced'), rateCards: [{ key: 'water', prices }] });
    const reply = await patch('/v1/add-ons/replaced', { prices: { old: { archived: false } } });
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['422 invalid_offering', ['duplicate_price /prices/1']]);
    const swapped = await patch('/v1/add-ons/replaced', { prices: { old: { archived: false }, new: { archived: true } } });
    expect(swapped.status).toBe(200);
  });
});

describe('a change that needs a new version', () => {
  it('0-34, 1-2, 3-43 (config) is one of money: the launched version stays unchanged until the next launch', async () => {
    await launched('/v1/add-ons', addOn('money'));
    const cards = addOn('money', { amount: '6.00' }).rateCards;
    expect((await post('/v1/add-ons/money/versions', { rateCards: cards })).body).toMatchObject({
      version: 2,
      status: 'draft',
      launchedVersion: 1,
    });
    await post('/v1/add-ons/money/launch');
    expect(priceOf(await get('/v1/add-ons/money/versions/1'))['amount']).toBe('5.00');
    expect((await get('/v1/add-ons/money')).body).toMatchObject({ version: 2, status: 'launched', launchedVersion: 2 });
  });

  it('is listed in the diff of the two versions, with the subscriptions that it affects', async () => {
    const { body } = await get('/v1/add-ons/money/diff?from=1&to=2');
    expect(body).toMatchObject({ from: 1, to: 2, changes: [expect.objectContaining({ affects: 'newSubscriptions' })] });
    expect(refusalOf(await get('/v1/add-ons/money/diff?from=1&to=3'))).toBe('404 not_found');
  });

  it('is listed with the pointers to the tax and the sale status of a price', async () => {
    await launched('/v1/add-ons', addOn('exempted'));
    const cards = addOn('exempted', { tax: 'exempt', archived: true }).rateCards;
    await post('/v1/add-ons/exempted/versions', { rateCards: cards });
    expect((await get('/v1/add-ons/exempted/diff?from=1&to=2')).body['changes']).toEqual([
      {
        code: 'tax_changed',
        pointer: '/rateCards/0/prices/0/presentation/tax',
        from: { kind: 'taxable', profile: null },
        to: { kind: 'exempt' },
        affects: 'inPlace',
      },
      {
        code: 'price_archived_changed',
        pointer: '/rateCards/0/prices/0/presentation/archived',
        from: false,
        to: true,
        affects: 'newSubscriptions',
      },
    ]);
  });

  it('2-12, 3-39 cannot be another model under the key of a price', async () => {
    const cards = addOn('money', { amount: undefined, model: 'perUnit', unitAmount: '6.00' }).rateCards;
    expect(refusalOf(await post('/v1/add-ons/money/versions', { rateCards: cards }))).toBe('422 pricing_model_immutable');
  });

  it('3-41 cannot be another number of billing cycles under the key of a price', async () => {
    await launched('/v1/add-ons', addOn('cycles', { cycles: 3 }));
    const cards = addOn('cycles', { cycles: 6 }).rateCards;
    expect(refusalOf(await post('/v1/add-ons/cycles/versions', { rateCards: cards }))).toBe('422 cycles_immutable');
  });
});

describe('archive and unarchive', () => {
  it('0-37 warns of the plans through which it can still be bought', async () => {
    await launched('/v1/add-ons', addOn('linked'));
    await launched('/v1/plans', plan('links-it', [{ addOnKey: 'linked' }]));
    expect((await post('/v1/add-ons/linked/archive')).body).toMatchObject({
      archived: true,
      warnings: [{ code: 'still_linked', linkedBy: ['links-it'] }],
    });
  });

  it('0-36 prevents new links until the add-on is unarchived', async () => {
    await launched('/v1/add-ons', addOn('gone'));
    await post('/v1/plans', plan('wants-it'));
    expect((await post('/v1/add-ons/gone/archive')).body).toEqual({ archived: true, warnings: [] });
    expect(refusalOf(await post('/v1/plans/wants-it/add-ons', { addOnKey: 'gone' }))).toBe('409 add_on_archived');
    expect(refusalOf(await post('/v1/add-ons/gone/archive'))).toBe('409 offering_archived');
    expect((await post('/v1/add-ons/gone/unarchive')).body).toMatchObject({ archived: false });
    expect((await post('/v1/plans/wants-it/add-ons', { addOnKey: 'gone' })).status).toBe(201);
    expect(refusalOf(await post('/v1/add-ons/gone/unarchive'))).toBe('409 not_archived');
  });

  it('0-37 is refused until it is detached, if the tenant requires that', async () => {
    await patch('/v1/settings', { policies: { 'archive.requireDetached': 'true' } });
    await launched('/v1/add-ons', addOn('held'));
    await launched('/v1/plans', plan('holds-it', [{ addOnKey: 'held' }]));
    const refused = await post('/v1/add-ons/held/archive');
    expect([refusalOf(refused), refused.body['meta']]).toEqual([
      '409 offering_linked',
      { policy: 'archive.requireDetached', level: 'tenant', linkedBy: ['holds-it'] },
    ]);
    await patch('/v1/settings', { policies: null });
  });
});

describe('delete', () => {
  it('0-35, 3-38 deletes a draft permanently, and frees its key and name', async () => {
    await post('/v1/add-ons', addOn('draft'));
    expect((await remove('/v1/add-ons/draft')).body).toEqual({ deleted: true });
    expect((await get('/v1/add-ons/draft')).status).toBe(404);
    expect((await post('/v1/add-ons', addOn('draft'))).status).toBe(201);
  });

  it('0-35 is refused for a launched offering, archived or not', async () => {
    await launched('/v1/add-ons', addOn('sold'));
    expect(refusalOf(await remove('/v1/add-ons/sold'))).toBe('409 offering_launched');
    await post('/v1/add-ons/sold/archive');
    expect(refusalOf(await remove('/v1/add-ons/sold'))).toBe('409 offering_launched');
  });

  it('3-37 is refused with prices, even archived ones, with the policy of the tenant for that', async () => {
    await patch('/v1/settings', { policies: { 'delete.allowed': 'withoutPrices' } });
    await post('/v1/add-ons', addOn('with-prices', { archived: true }));
    expect(refusalOf(await remove('/v1/add-ons/with-prices'))).toBe('409 offering_has_prices');
    await post('/v1/add-ons', {
      ...addOn('without'),
      rateCards: [{ key: 'water', featureKey: 'water', entitlement: { kind: 'boolean' } }],
    });
    expect((await remove('/v1/add-ons/without')).body).toEqual({ deleted: true });
    await patch('/v1/settings', { policies: null });
  });
});

describe('links of a launched plan', () => {
  it('1-11, 1-12 are locked on publish', async () => {
    await launched('/v1/add-ons', addOn('late'));
    await launched('/v1/plans', plan('locked'));
    expect(refusalOf(await post('/v1/plans/locked/add-ons', { addOnKey: 'late' }))).toBe('409 plan_version_locked');
  });

  it('0-28, 0-29, 1-9, 2-5 may be changed at any time with open compatibility: each change is a new version', async () => {
    const open = { ...plan('open'), policies: { 'compatibility.lock': 'open' } };
    await launched('/v1/plans', open);
    const linked = await post('/v1/plans/open/add-ons', { addOnKey: 'late', requirement: 'mandatory' });
    expect([linked.status, linked.body['version'], linked.body['launchedVersion']]).toEqual([201, 2, 2]);
    expect((await remove('/v1/plans/open/add-ons/late')).body).toMatchObject({ version: 3, launchedVersion: 3, addOns: [] });
    expect((await get('/v1/plans/open/versions/2')).body).toMatchObject({
      status: 'superseded',
      addOns: [{ addOnKey: 'late' }],
    });
  });
});

describe('single purchases', () => {
  it('0-2, 0-4 are offerings that link add-ons', async () => {
    await launched('/v1/add-ons', addOn('for-once', { cadence: 'oneTime' }));
    const once = {
      productKey: 'club',
      key: 'racket',
      name: 'Racket',
      rateCards: [{ key: 'racket', prices: [{ ...flat, cadence: 'oneTime', amount: '80.00' }] }],
      addOns: [{ addOnKey: 'for-once' }],
    };
    await launched('/v1/single-purchases', once);
    expect((await get('/v1/single-purchases/racket')).body).toMatchObject({
      launchedVersion: 1,
      addOns: [{ addOnKey: 'for-once' }],
    });
  });
});

describe('an inline feature of a rate card', () => {
  it('0-10, 0-12 is created with the offering', async () => {
    const feature = { key: 'lockers', name: 'Lockers', kind: 'metered', unit: { singular: 'locker', plural: 'lockers' } };
    const card = { key: 'lockers', feature, entitlement: { kind: 'metered', limit: 'hard', quota: '2' } };
    const made = await post('/v1/add-ons', { productKey: 'club', key: 'inline', name: 'Lockers', rateCards: [card] });
    expect(made.body).toMatchObject({ rateCards: [{ featureKey: 'lockers' }] });
    expect((await get('/v1/features/lockers')).body).toMatchObject({ kind: 'metered', unit: { plural: 'lockers' } });
  });

  it('is refused if its key is taken, and nothing is created', async () => {
    const card = { key: 'a', feature: { key: 'water', name: 'x', kind: 'boolean' }, entitlement: { kind: 'boolean' } };
    const reply = await post('/v1/add-ons', { productKey: 'club', key: 'inline-2', name: 'x', rateCards: [card] });
    expect([refusalOf(reply), issuesIn(reply)]).toEqual([
      '409 key_already_used',
      ['key_already_used /rateCards/0/feature/key'],
    ]);
    expect((await get('/v1/add-ons/inline-2')).status).toBe(404);
  });
});

describe('an entitlement', () => {
  it.each([
    ['0-13 (config), 0-15 (config) a hard limit with its quota', { kind: 'metered', limit: 'hard', quota: '3' }],
    ['0-14 (config), 0-16 (config) a soft limit with included usage', { kind: 'metered', limit: 'soft', includedUsage: '100' }],
    [
      '0-17 (config), 0-18 (config), 0-19 (config) a reset with its anchor and carryover',
      {
        kind: 'metered',
        limit: 'hard',
        quota: '3',
        reset: { every: 1, unit: 'day', anchor: 'activation', notify: false },
        carryover: { cap: '3', expiresAfter: 2 },
      },
    ],
  ])('%s', async (name, entitlement) => {
    const key = name.replace(/[^a-z]+/g, '-').replace(/^-/, '');
    const card = { key: 'a', feature: { name, kind: 'metered' }, entitlement };
    const made = await post('/v1/add-ons', { productKey: 'club', key, name, rateCards: [card] });
    expect(made.body).toMatchObject({ rateCards: [{ entitlement, prices: [] }] });
    expect((await post(`/v1/add-ons/${key}/launch`)).status).toBe(200);
  });

  it('0-13 (config) refuses a hard limit without a quota, and carryover without a reset', async () => {
    const card = (entitlement: object) => ({
      productKey: 'club',
      name: 'x',
      rateCards: [{ key: 'a', featureKey: 'water', entitlement }],
    });
    expect(issuesIn(await post('/v1/add-ons', card({ kind: 'metered', limit: 'hard' })))).toEqual([
      'invalid /rateCards/0/entitlement/quota',
    ]);
    const carryover = { kind: 'metered', limit: 'hard', quota: '3', carryover: {} };
    expect(issuesIn(await post('/v1/add-ons', card(carryover)))).toEqual(['invalid /rateCards/0/entitlement/carryover']);
  });
});

describe('two concurrent requests', () => {
  it('launch a draft once: the other finds nothing to launch', async () => {
    await post('/v1/add-ons', addOn('raced'));
    const replies = await Promise.all([post('/v1/add-ons/raced/launch'), post('/v1/add-ons/raced/launch')]);
    expect(replies.map(refusalOf).toSorted()).toEqual(['200 undefined', '409 nothing_to_launch']);
  });

  it('archive and link: either the link exists and the answer warns of it, or the link is refused', async () => {
    for (const round of [1, 2, 3, 4]) {
      await launched('/v1/add-ons', addOn(`pulled-${round}`));
      await post('/v1/plans', plan(`pulls-${round}`));
      const [archived, linked] = await Promise.all([
        post(`/v1/add-ons/pulled-${round}/archive`),
        post(`/v1/plans/pulls-${round}/add-ons`, { addOnKey: `pulled-${round}` }),
      ]);
      const warned = (archived.body['warnings'] as readonly unknown[]).length;
      expect([archived.status, linked.status, warned]).toEqual(linked.status === 201 ? [200, 201, 1] : [200, 409, 0]);
    }
  });

  it('edit in place and launch: both succeed', async () => {
    await post('/v1/add-ons', addOn('busy'));
    await Promise.all([post('/v1/add-ons/busy/launch'), patch('/v1/add-ons/busy', { description: 'Cold' })]);
    expect((await get('/v1/add-ons/busy')).body).toMatchObject({ status: 'launched', description: 'Cold', revision: 3 });
  });
});
