import type { z } from 'zod';
import { productList } from '../../src/contracts/wire/catalogue/product.ts';
import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
const flat = flatBody('20.00');
const plan = (key: string) => ({
  productKey: 'club',
  key,
  name: 'Basic',
  rateCards: [{ key: 'base', featureKey: 'gym', entitlement: { kind: 'boolean' }, prices: [flat] }],
});
const addOn = (key: string) => ({
  productKey: 'club',
  key,
  name: 'Water',
  rateCards: [{ key, prices: [{ ...flat, amount: '5.00' }] }],
});

beforeAll(async () => {
  api = await startApi();
  await post('/v1/features', { key: 'gym', name: 'Gym access', kind: 'boolean' });
  await post('/v1/products', { key: 'club', name: 'Club' });
  await post('/v1/add-ons', addOn('water'));
  await post('/v1/add-ons/water/launch');
  await post('/v1/add-ons', addOn('draft-only'));
  await post('/v1/customers', { key: 'ada', name: 'Ada' });
});
afterAll(() => api.stop());

const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;

describe('features, products and customers', () => {
  it('are returned with id and revision on creation, and read back unchanged with an ETag', async () => {
    const made = await post('/v1/features', { name: 'Filtered Water', kind: 'boolean' });
    expect(made).toMatchObject({ status: 201, body: { key: 'filtered-water', revision: 1, unit: null, meter: null } });
    const read = await api.call('GET', '/v1/features/filtered-water');
    expect([read.body, read.headers.get('etag')]).toEqual([made.body, '"1"']);
  });

  it('0-7 get a key from their name, with a suffix when that is taken', async () => {
    expect((await post('/v1/products', { name: 'Spa & Sauna', key: '' })).body['key']).toBe('spa-sauna');
    expect((await post('/v1/products', { name: 'Spa & Sauna' })).body['key']).toMatch(/^spa-sauna-[0-9a-z]{6}$/);
  });

  it.each<[string, object]>([
    ['/v1/features', { key: 'gym', name: 'x', kind: 'boolean' }],
    ['/v1/products', { key: 'club', name: 'x' }],
    ['/v1/add-ons', addOn('water')],
    ['/v1/customers', { key: 'ada', name: 'x' }],
  ])('3-7 refuse a stated key that is taken: %s', async (path, body) => {
    const reply = await post(path, body);
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['409 key_already_used', ['key_already_used /key']]);
  });

  it('2-2 refuse a unit without its plural', async () => {
    expect(issuesIn(await post('/v1/features', { name: 'Devices', kind: 'metered', unit: { singular: 'device' } }))).toEqual([
      'invalid_type /unit/plural',
    ]);
  });

  it('default to the time zone UTC and no key for a customer', async () => {
    const made = await post('/v1/customers', { name: 'Grace', email: 'grace@example.com' });
    expect(made.body).toMatchObject({ key: null, timeZone: 'UTC', currency: null });
    expect((await api.call('GET', `/v1/customers/${String(made.body['id'])}`)).body).toEqual(made.body);
    expect(issuesIn(await post('/v1/customers', { name: 'x', timeZone: 'Mars/Olympus', currency: 'XYZ' }))).toEqual([
      'invalid /currency',
      'invalid /timeZone',
    ]);
  });

  it('are paged without gaps or repetitions', async () => {
    for (const key of ['p1', 'p2', 'p3', 'p4']) await post('/v1/products', { key, name: key });
    const keys: string[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await api.call('GET', `/v1/products?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
      const page: z.output<typeof productList> = productList.parse(body);
      keys.push(...page.data.map(({ key }) => key));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(['club', 'p1', 'p2', 'p3', 'p4']));
  });
});

describe('plans and add-ons', () => {
  it('0-9 start as a draft, with ids and keys for their prices', async () => {
    const { status, body } = await post('/v1/plans', plan('begin'));
    expect(status).toBe(201);
    expect(body).toMatchObject({ key: 'begin', version: 1, status: 'draft', launchedVersion: null, trialDays: 0, addOns: [] });
    expect(body['rateCards']).toMatchObject([
      { key: 'base', prices: [{ id: expect.stringMatching(/^pri_/), key: 'base-usd-month', amount: '20.00' }] },
    ]);
  });

  it('refuse a product that does not exist', async () => {
    const reply = await post('/v1/plans', { ...plan('homeless'), productKey: 'nowhere' });
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['422 invalid_offering', ['product_not_found /productKey']]);
  });

  it('0-34 have a draft and a launch for each version', async () => {
    await post('/v1/plans', plan('life'));
    expect(refusalOf(await post('/v1/plans/life/versions', { name: 'Too early' }))).toBe('409 draft_exists');
    expect((await post('/v1/plans/life/launch')).body).toMatchObject({ version: 1, status: 'launched', launchedVersion: 1 });
    expect(refusalOf(await post('/v1/plans/life/launch'))).toBe('409 nothing_to_launch');
    const draft = await post('/v1/plans/life/versions', { name: 'Basic 2', trialDays: 7 });
    expect(draft).toMatchObject({
      status: 201,
      body: { version: 2, status: 'draft', launchedVersion: 1, name: 'Basic 2', trialDays: 7 },
    });
    expect((await post('/v1/plans/life/launch')).body).toMatchObject({ version: 2, status: 'launched', launchedVersion: 2 });
    expect((await api.call('GET', '/v1/plans/life/versions/1')).body).toMatchObject({
      version: 1,
      status: 'superseded',
      name: 'Basic',
    });
    expect(refusalOf(await api.call('GET', '/v1/plans/life/versions/3'))).toBe('404 not_found');
  });

  it('report every issue of a launch with its pointer', async () => {
    await post('/v1/plans', { ...plan('broken'), rateCards: [{ key: 'a', featureKey: 'nothing' }, { key: 'a' }] });
    const reply = await post('/v1/plans/broken/launch');
    expect(refusalOf(reply)).toBe('422 invalid_offering');
    expect(issuesIn(reply)).toEqual([
      'empty_rate_card /rateCards/0',
      'feature_not_found /rateCards/0/featureKey',
      'empty_rate_card /rateCards/1',
      'duplicate_key /rateCards/1/key',
      'price_required /rateCards',
    ]);
  });

  it('are not found under an unknown key', async () => {
    for (const path of ['/v1/plans/none/launch', '/v1/add-ons/none/versions', '/v1/plans/none/versions'])
      expect([path, refusalOf(await post(path))]).toEqual([path, '404 not_found']);
    expect(refusalOf(await api.call('GET', '/v1/add-ons/none'))).toBe('404 not_found');
  });

  it('1-2 get new versions as add-ons', async () => {
    await post('/v1/add-ons', addOn('sauna'));
    await post('/v1/add-ons/sauna/launch');
    const draft = await post('/v1/add-ons/sauna/versions', { instance: 'multiple' });
    expect(draft.body).toMatchObject({
      version: 2,
      status: 'draft',
      instance: 'multiple',
      visibility: 'customer',
      name: 'Water',
    });
  });
});

describe('links', () => {
  const link = {
    addOnKey: 'water',
    requirement: 'mandatory',
    visibility: 'admin',
    maxInstances: 5,
    fromPhase: null,
    policies: { 'attach.when': 'nextPeriod' },
    prices: [],
  };

  const { fromPhase: _fromPhase, ...stated } = link;

  it('1-10 are added to and removed from a draft', async () => {
    await post('/v1/plans', plan('linked'));
    const linked = await post('/v1/plans/linked/add-ons', stated);
    expect([linked.status, linked.body['addOns']]).toEqual([201, [link]]);
    expect(refusalOf(await post('/v1/plans/linked/add-ons', stated))).toBe('409 link_already_exists');
    const unlinked = await api.call('DELETE', '/v1/plans/linked/add-ons/water');
    expect([unlinked.status, unlinked.body['addOns']]).toEqual([200, []]);
    expect(refusalOf(await api.call('DELETE', '/v1/plans/linked/add-ons/water'))).toBe('404 not_found');
  });

  it('0-27 require a launched add-on', async () => {
    await post('/v1/plans', plan('early'));
    expect(refusalOf(await post('/v1/plans/early/add-ons', { ...stated, addOnKey: 'draft-only' }))).toBe(
      '422 add_on_not_launched',
    );
    const reply = await post('/v1/plans', { ...plan('early-2'), addOns: [stated, { addOnKey: 'draft-only' }] });
    expect([refusalOf(reply), issuesIn(reply)]).toEqual([
      '422 add_on_not_launched',
      ['add_on_not_launched /addOns/1/addOnKey'],
    ]);
    expect(refusalOf(await api.call('GET', '/v1/plans/early-2'))).toBe('404 not_found');
  });

  it('1-12 are locked once the plan is launched', async () => {
    await post('/v1/plans', { ...plan('locked'), addOns: [stated] });
    await post('/v1/plans/locked/launch');
    expect(refusalOf(await post('/v1/plans/locked/add-ons', stated))).toBe('409 plan_version_locked');
    expect(refusalOf(await api.call('DELETE', '/v1/plans/locked/add-ons/water'))).toBe('409 plan_version_locked');
    const draft = await post('/v1/plans/locked/versions', { addOns: [] });
    expect([draft.status, draft.body['addOns']]).toEqual([201, []]);
  });

  it('1-14 name a phase of the plan: the launch refuses an unknown one with its pointer', async () => {
    const phases = [{ key: 'intro', durationInCycles: 3 }, { key: 'regular' }];
    await post('/v1/plans', { ...plan('phased'), phases, addOns: [{ ...stated, fromPhase: 'later' }] });
    const refused = await post('/v1/plans/phased/launch');
    expect([refusalOf(refused), issuesIn(refused)]).toEqual(['422 invalid_offering', ['phase_not_found /addOns/0/fromPhase']]);
  });
});
