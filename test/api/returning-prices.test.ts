import { type CatalogueCaller, flat, refusalOf, startCatalogue } from './catalogue-caller.ts';
import { issuesIn, type Reply } from './start-api.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let api: CatalogueCaller;
let post: CatalogueCaller['post'];
let launched: CatalogueCaller['launched'];

const both = [flat('usd', 'USD'), flat('eur', 'EUR')];

beforeAll(async () => {
  api = await startCatalogue();
  ({ post, launched } = api);
});
afterAll(() => api.stop());

describe('a price key that a version dropped', () => {
  const cards = (...prices: readonly object[]) => ({ rateCards: [{ key: 'water', prices }] });
  const unit = { singular: 'bottle', plural: 'bottles' };
  const perUnit = { ...flat('eur', 'EUR'), model: 'perUnit', unitAmount: '5.00', amount: undefined };
  const priceIds = ({ body }: Reply) =>
    (body['rateCards'] as readonly { readonly prices: readonly { readonly key: string; readonly id: string }[] }[]).flatMap(
      ({ prices }) => prices.map(({ key, id }) => [key, id] as const),
    );
  const idOf = (reply: Reply, key: string) => priceIds(reply).find(([known]) => known === key)?.[1];

  let first: Reply;
  beforeAll(async () => {
    await launched('/v1/add-ons', { key: 'water', ...cards(...both) });
    first = await api.call('GET', '/v1/add-ons/water');
    await post('/v1/add-ons/water/versions', cards(flat('usd', 'USD')));
    await post('/v1/add-ons/water/launch');
  });

  it('2-12, 3-39 cannot return with another pricing model', async () => {
    const reply = await post('/v1/add-ons/water/versions', cards(flat('usd', 'USD'), perUnit));
    expect([refusalOf(reply), reply.body['errors']]).toEqual([
      '422 pricing_model_immutable',
      [expect.objectContaining({ pointer: '/rateCards/0/prices/1/model' })],
    ]);
  });

  it('3-41 cannot return with another number of billing cycles', async () => {
    const reply = await post('/v1/add-ons/water/versions', cards(flat('usd', 'USD'), { ...flat('eur', 'EUR'), cycles: 3 }));
    expect(refusalOf(reply)).toBe('422 cycles_immutable');
  });

  it('2-12, 3-41 cannot do so through a file', async () => {
    const file = (price: object) => ({
      addOns: [{ productKey: 'club', key: 'water', name: 'water', unit, ...cards(flat('usd', 'USD'), price) }],
    });
    const imported = await post('/v1/catalog/import', file({ ...perUnit, cycles: 3 }));
    expect([refusalOf(imported), issuesIn(imported)]).toEqual([
      '422 invalid_offering',
      [
        'pricing_model_immutable /addOns/0/rateCards/0/prices/1/model',
        'cycles_immutable /addOns/0/rateCards/0/prices/1/cycles',
      ],
    ]);
    expect((await api.call('GET', '/v1/add-ons/water')).body).toMatchObject({ version: 2 });
  });

  it('3-17 returns with its id if its terms are the same', async () => {
    const back = await post('/v1/add-ons/water/versions', cards(...both));
    expect(idOf(back, 'eur')).toBe(idOf(first, 'eur'));
    expect(idOf(back, 'usd')).toBe(idOf(first, 'usd'));
  });

  it('3-38 is free again after the offering is deleted', async () => {
    await post('/v1/add-ons', { productKey: 'club', key: 'free', name: 'Free', ...cards(flat('eur', 'EUR')) });
    await api.call('DELETE', '/v1/add-ons/free');
    const again = await post('/v1/add-ons', { productKey: 'club', key: 'free', name: 'Free', ...cards(perUnit) });
    expect(again.status).toBe(201);
  });
});

describe.each<[string, string, object]>([
  ['plan', '/v1/plans', { cadence: monthly }],
  ['single purchase', '/v1/single-purchases', { cadence: 'oneTime' }],
])('a link price key of a %s that a version dropped', (noun, path, paid) => {
  const [key, list] = [noun.replace(' ', '-'), noun === 'plan' ? 'plans' : 'singlePurchases'];
  const own = { ...flat(`${key}-own`, 'USD'), ...paid };
  const linkOf = (...prices: readonly object[]) => ({
    addOnKey: `for-${key}`,
    prices: prices.map((price) => ({ rateCardKey: 'water', ...price })),
  });
  const usd = { ...flat('here', 'USD'), amount: '3.00' };
  const limited = { ...usd, cycles: 3 };
  const perUnit = { ...usd, model: 'perUnit', unitAmount: '3.00', amount: undefined };
  const linkedIds = ({ body }: Reply) =>
    (body['addOns'] as readonly { readonly prices: readonly { readonly id: string }[] }[]).flatMap(({ prices }) =>
      prices.map(({ id }) => id),
    );

  let first: Reply;
  beforeAll(async () => {
    const unit = { singular: 'bottle', plural: 'bottles' };
    const waterCards = [{ key: 'water', prices: [flat(`${key}-water`, 'USD')] }];
    await launched('/v1/add-ons', { key: `for-${key}`, unit, rateCards: waterCards });
    const policies = { 'compatibility.lock': 'open' };
    await launched(path, { key, policies, rateCards: [{ key: 'base', prices: [own] }], addOns: [linkOf(usd)] });
    first = await api.call('GET', `${path}/${key}`);
    await api.call('DELETE', `${path}/${key}/add-ons/for-${key}`);
  });
  const linkAgain = (price: object) => post(`${path}/${key}/add-ons`, linkOf(price));
  const redraft = (changes: object) => post(`${path}/${key}/versions`, changes);
  const file = (...prices: readonly object[]) => ({
    [list]: [
      {
        productKey: 'club',
        key,
        name: key,
        policies: { 'compatibility.lock': 'open' },
        rateCards: [{ key: 'base', prices: [own] }],
        addOns: [linkOf(...prices)],
      },
    ],
  });

  it('2-12, 3-39, 3-41 cannot return with other terms through any endpoint', async () => {
    expect(linkedIds(await api.call('GET', `${path}/${key}`))).toEqual([]);
    const linked = await linkAgain(perUnit);
    expect([refusalOf(linked), issuesIn(linked)]).toEqual([
      '422 pricing_model_immutable',
      ['pricing_model_immutable /prices/0/model'],
    ]);
    expect(refusalOf(await linkAgain(limited))).toBe('422 cycles_immutable');
    const drafted = await redraft({ addOns: [linkOf(flat('there', 'EUR'), limited)] });
    expect([refusalOf(drafted), issuesIn(drafted)]).toEqual([
      '422 cycles_immutable',
      ['cycles_immutable /addOns/0/prices/1/cycles'],
    ]);
    const imported = await post('/v1/catalog/import', file(perUnit));
    expect([refusalOf(imported), issuesIn(imported)]).toEqual([
      '422 invalid_offering',
      [`pricing_model_immutable /${list}/0/addOns/0/prices/0/model`],
    ]);
  });

  it('2-12, 3-41 cannot return with other terms as a price of the offering itself', async () => {
    const packages = { ...usd, ...paid, model: 'package', size: '2' };
    const drafted = await redraft({ rateCards: [{ key: 'base', prices: [own, packages] }] });
    expect([refusalOf(drafted), issuesIn(drafted)]).toEqual([
      '422 pricing_model_immutable',
      ['pricing_model_immutable /rateCards/0/prices/1/model'],
    ]);
  });

  it('3-17 returns with its id through any endpoint if its terms are the same', async () => {
    const drafted = await redraft({ addOns: [linkOf(usd)] });
    expect([drafted.status, linkedIds(drafted)]).toEqual([201, linkedIds(first)]);
    await api.call('DELETE', `${path}/${key}/add-ons/for-${key}`);
    expect(linkedIds(await linkAgain(usd))).toEqual(linkedIds(first));
    await api.call('DELETE', `${path}/${key}/add-ons/for-${key}`);
    const imported = await post('/v1/catalog/import', file(usd));
    expect(imported.status).toBe(200);
    expect(linkedIds(await api.call('GET', `${path}/${key}`))).toEqual(linkedIds(first));
  });

  it('3-17 returns with another id at another price', async () => {
    await api.call('DELETE', `${path}/${key}/add-ons/for-${key}`);
    const again = await linkAgain({ ...usd, amount: '2.00' });
    expect([again.status, linkedIds(again)]).toEqual([201, [expect.not.stringMatching(String(linkedIds(first)[0]))]]);
  });
});
