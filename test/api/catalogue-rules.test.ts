import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { flatBody, monthly } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
const get = (path: string): Promise<Reply> => api.call('GET', path);
const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;

const flat = flatBody('5.00');
const addOn = (key: string, prices: readonly object[], more: object = {}) => ({
  productKey: 'club',
  key,
  name: key,
  unit: { singular: 'seat', plural: 'seats' },
  rateCards: [{ key: 'card', prices }],
  ...more,
});
const cardsOf = ({ body }: Reply) => body['rateCards'] as readonly { readonly prices: readonly Record<string, unknown>[] }[];

beforeAll(async () => {
  api = await startApi();
  await post('/v1/products', { key: 'club', name: 'Club' });
  await post('/v1/products', { key: 'spa', name: 'Spa' });
});
afterAll(() => api.stop());

describe('an add-on', () => {
  it('0-5, 0-6, 2-1, 3-5 has a name, a display name and a description', async () => {
    const texts = { name: 'water-2026', displayName: 'Filtered water', description: 'As much as you can carry' };
    expect((await post('/v1/add-ons', addOn('water', [flat], texts))).body).toMatchObject(texts);
  });

  it('0-4, 0-33, 3-4 belongs to a product, and is in the list of all add-ons and in that of its product', async () => {
    await post('/v1/add-ons', { ...addOn('sauna', [flat]), productKey: 'spa' });
    const keysOf = async (query: string) =>
      ((await get(`/v1/add-ons${query}`)).body['data'] as readonly { readonly key: string }[]).map(({ key }) => key);
    expect(await keysOf('')).toEqual(['water', 'sauna']);
    expect(await keysOf('?productKey=spa')).toEqual(['sauna']);
    expect(await keysOf('?productKey=none')).toEqual([]);
  });

  it('1-3, 1-6, 3-18 has one or more rate cards, each with its own pricing model', async () => {
    const tiers = [
      { upTo: '10', unitAmount: '5.00' },
      { upTo: null, unitAmount: '3.00' },
    ];
    const { body, status } = await post('/v1/add-ons', {
      ...addOn('mixed', []),
      rateCards: [
        { key: 'base', prices: [flat] },
        { key: 'seats', prices: [{ ...flat, amount: undefined, model: 'tiered', tiers }] },
      ],
    });
    expect(status).toBe(201);
    expect(cardsOf({ body } as Reply).map(({ prices: [price] }) => price?.['model'])).toEqual(['flat', 'tiered']);
  });

  it('3-9 (config) is metered only by a usage price of a metered feature', async () => {
    await post('/v1/features', {
      key: 'calls',
      name: 'Calls',
      kind: 'metered',
      meter: { aggregation: 'count', eventType: 'call' },
    });
    await post('/v1/features', { key: 'gate', name: 'Gate', kind: 'boolean' });
    const usage = (usageOf: string) => ({
      currency: 'USD',
      cadence: monthly,
      timing: 'inArrears',
      model: 'perUnit',
      unitAmount: '0.0005',
      usageOf,
    });
    await post('/v1/add-ons', addOn('metered', [usage('calls')]));
    expect((await post('/v1/add-ons/metered/launch')).status).toBe(200);
    await post('/v1/add-ons', addOn('unmetered', [usage('gate')]));
    expect(issuesIn(await post('/v1/add-ons/unmetered/launch'))).toEqual([
      'metered_feature_required /rateCards/0/prices/0/usageOf',
    ]);
  });

  it('0-20 holds several prices, one-time and recurring', async () => {
    await post('/v1/add-ons', addOn('several', [flat]));
    await post('/v1/add-ons/several/launch');
    const prices = [flat, { ...flat, cadence: { every: 1, unit: 'year' }, amount: '50.00' }];
    const setUp = { key: 'set-up', prices: [{ ...flat, cadence: 'oneTime', amount: '15.00' }] };
    const draft = await post('/v1/add-ons/several/versions', { rateCards: [{ key: 'card', prices }, setUp] });
    expect(cardsOf(draft).map((card) => card.prices.map(({ cadence }) => cadence))).toEqual([
      [monthly, { every: 1, unit: 'year' }],
      ['oneTime'],
    ]);
    expect((await post('/v1/add-ons/several/launch')).status).toBe(200);
  });

  it('3-17 gives each price a unique key, stated or derived, and an id', async () => {
    const made = await post('/v1/add-ons', addOn('keyed', [flat, { ...flat, currency: 'EUR', key: 'eur-price' }]));
    expect(cardsOf(made)[0]?.prices).toEqual([
      expect.objectContaining({ key: 'card-usd-month', id: expect.stringMatching(/^pri_/) }),
      expect.objectContaining({ key: 'eur-price', id: expect.stringMatching(/^pri_/) }),
    ]);
  });

  it('3-27 (config), 3-20 (config) hides the description of a price on documents by default', async () => {
    const made = await post('/v1/add-ons', addOn('plain', [{ ...flat, description: 'Cold water' }]));
    expect(cardsOf(made)[0]?.prices[0]).toMatchObject({
      description: 'Cold water',
      showDescriptionInInvoices: false,
      showDescriptionInQuotes: false,
    });
  });

  it('3-42 (config), 3-43 (config) changes the flat price in its next version with a new id; the others keep theirs', async () => {
    const seats = { ...flat, key: 'seats', amount: undefined, model: 'perUnit', unitAmount: '7.00', currency: 'EUR' };
    const first = await post('/v1/add-ons', addOn('dearer', [{ ...flat, key: 'flat' }, seats]));
    await post('/v1/add-ons/dearer/launch');
    const cards = [{ key: 'card', prices: [{ ...flat, key: 'flat', amount: '6.00' }, seats] }];
    const second = await post('/v1/add-ons/dearer/versions', { rateCards: cards });
    const ids = (reply: Reply) => cardsOf(reply)[0]?.prices.map(({ id }) => id) ?? [];
    expect(ids(second)[0]).not.toBe(ids(first)[0]);
    expect(ids(second)[1]).toBe(ids(first)[1]);
  });

  it.each<[string, object, string]>([
    [
      '0-25 (half) a table whose tiers do not ascend',
      {
        tiers: [
          { upTo: '10', unitAmount: '1' },
          { upTo: '5', unitAmount: '1' },
          { upTo: null, unitAmount: '1' },
        ],
      },
      '/rateCards/0/prices/0/tiers/1/upTo',
    ],
    [
      '0-25 (half) a table whose last tier is bounded',
      { tiers: [{ upTo: '10', unitAmount: '1' }] },
      '/rateCards/0/prices/0/tiers/0/upTo',
    ],
    [
      'an amount of more than 12 decimals',
      { tiers: [{ upTo: null, unitAmount: '0.0000000000001' }] },
      '/rateCards/0/prices/0/tiers/0/unitAmount',
    ],
  ])('refuses on saving %s', async (_name, model, pointer) => {
    const reply = await post('/v1/add-ons', addOn('broken', [{ ...flat, amount: undefined, model: 'tiered', ...model }]));
    expect([refusalOf(reply), issuesIn(reply).map((issue) => issue.split(' ')[1])]).toEqual(['400 invalid_request', [pointer]]);
  });
});
