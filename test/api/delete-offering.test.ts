import { type CatalogueCaller, flat, refusalOf, startCatalogue } from './catalogue-caller.ts';

let api: CatalogueCaller;
let post: CatalogueCaller['post'];
let patch: CatalogueCaller['patch'];
let launched: CatalogueCaller['launched'];

const both = [flat('usd', 'USD'), flat('eur', 'EUR')];

beforeAll(async () => {
  api = await startCatalogue();
  ({ post, patch, launched } = api);
});
afterAll(() => api.stop());

describe('deleting a launched offering', () => {
  const free = (key: string) => ({
    key,
    rateCards: [{ key, feature: { key, name: key, kind: 'boolean' }, entitlement: { kind: 'boolean' } }],
  });
  const remove = (path: string) => api.call('DELETE', path);

  beforeEach(async () => {
    await patch('/v1/settings', { policies: { 'delete.allowed': 'withoutPrices' } });
  });

  it('3-37, 3-38 succeeds without prices in any status, and frees its key and name', async () => {
    for (const key of ['mat', 'towel']) await launched('/v1/add-ons', free(key));
    await post('/v1/add-ons/towel/archive');
    for (const key of ['mat', 'towel']) {
      expect(await remove(`/v1/add-ons/${key}`)).toMatchObject({ status: 200, body: { deleted: true } });
      expect((await api.call('GET', `/v1/add-ons/${key}`)).status).toBe(404);
      const again = await post('/v1/add-ons', { productKey: 'club', key, name: key, rateCards: [] });
      expect([again.status, again.body['version']]).toEqual([201, 1]);
    }
  });

  it('0-35 is refused by default', async () => {
    await launched('/v1/add-ons', free('sauna'));
    await patch('/v1/settings', { policies: null });
    expect(refusalOf(await remove('/v1/add-ons/sauna'))).toBe('409 offering_launched');
    expect((await api.call('GET', '/v1/add-ons/sauna')).status).toBe(200);
  });

  it('3-37 is refused with a price in a former version, even an archived one', async () => {
    const prices = [{ ...flat('usd', 'USD'), archived: true }];
    const [card] = free('locker').rateCards;
    await launched('/v1/add-ons', { key: 'locker', rateCards: [{ ...card, prices }] });
    const { feature: _made, ...bare } = card ?? { feature: null };
    await post('/v1/add-ons/locker/versions', { rateCards: [{ ...bare, featureKey: 'locker' }] });
    expect((await post('/v1/add-ons/locker/launch')).status).toBe(200);
    expect(refusalOf(await remove('/v1/add-ons/locker'))).toBe('409 offering_has_prices');
  });

  it('is refused while any version of a plan links it, and lists them', async () => {
    await launched('/v1/add-ons', free('pool'));
    await launched('/v1/plans', {
      key: 'swim',
      rateCards: [{ key: 'base', prices: both }],
      addOns: [{ addOnKey: 'pool' }],
    });
    await post('/v1/plans/swim/versions', { addOns: [] });
    await post('/v1/plans/swim/launch');
    const refused = await remove('/v1/add-ons/pool');
    expect([refusalOf(refused), refused.body['meta']]).toEqual([
      '409 offering_linked',
      { policy: 'delete.allowed', level: 'tenant', linkedBy: ['swim'] },
    ]);
    expect((await api.call('GET', '/v1/add-ons/pool')).status).toBe(200);
  });
});
