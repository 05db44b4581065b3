import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';

let api: ApiUnderTest;
const calculate = (...calculations: readonly object[]): Promise<Reply> =>
  api.call('POST', '/v1/prices/calculate', { body: { calculations } });
const tiers = [
  { upTo: 5, unitAmount: '7.00' },
  { upTo: 10, unitAmount: '6.50' },
  { upTo: null, unitAmount: '6.00' },
];
const fonts = { model: 'graduated', currency: 'USD', tiers };
const monthly = {
  currency: 'USD',
  cadence: { every: 1, unit: 'month' },
  timing: 'inAdvance',
  model: 'perUnit',
  unitAmount: '7.125',
};

beforeAll(async () => {
  api = await startApi();
  await api.call('POST', '/v1/products', { body: { key: 'club', name: 'Club' } });
  const rateCards = [{ key: 'locker', prices: [{ ...monthly, key: 'locker-monthly' }] }];
  const unit = { singular: 'locker', plural: 'lockers' };
  await api.call('POST', '/v1/add-ons', { body: { productKey: 'club', key: 'locker', name: 'Locker', unit, rateCards } });
});
afterAll(() => api.stop());

/** The fields that a step of a simple tier table does not have. */
const absent = {
  packages: null,
  packageSize: null,
  flatAmount: null,
  percent: null,
  minimumAmount: null,
  maximumAmount: null,
};

describe('POST /v1/prices/calculate', () => {
  it('3-33 prices an inline model, step by step', async () => {
    const { status, body } = await calculate({ price: fonts, quantity: 20 });
    expect(status).toBe(200);
    expect(body['calculations']).toEqual([
      {
        priceId: null,
        currency: 'USD',
        model: 'tiered',
        cycle: 1,
        results: [
          {
            quantity: '20',
            includedUnits: '0',
            adjustments: [],
            unitAmount: null,
            modelAmount: '127.5',
            exactAmount: '127.5',
            amount: { amount: '127.50', currency: 'USD' },
            formula: 'sum of tiers',
            steps: [
              { ...absent, tier: 1, from: '0', upTo: '5', units: '5', unitAmount: '7', subtotal: '35' },
              { ...absent, tier: 2, from: '5', upTo: '10', units: '5', unitAmount: '6.5', subtotal: '32.5' },
              { ...absent, tier: 3, from: '10', upTo: null, units: '10', unitAmount: '6', subtotal: '60' },
            ],
            explanation: [
              'Tier 1, up to 5: 5 × 7 = 35.',
              'Tier 2, up to 10: 5 × 6.5 = 32.5.',
              'Tier 3, above: 10 × 6 = 60.',
              'Together 127.5.',
              'Rounded: 127.50 USD.',
            ],
          },
        ],
      },
    ]);
  });

  it('3-34 prices many models at many quantities at once', async () => {
    const volume = { ...fonts, model: 'volume' };
    const discounted = {
      model: 'flat',
      currency: 'JPY',
      amount: '999',
      discounts: [{ kind: 'percent', percent: '50', cycles: 1 }],
    };
    const { body } = await calculate(
      { price: volume, quantities: [5, '6', 0] },
      { price: discounted, quantity: 1 },
      { price: discounted, quantity: 1, cycle: 2 },
    );
    expect(body).toMatchObject({
      calculations: [
        {
          results: [
            { amount: { amount: '35.00' } },
            { amount: { amount: '39.00' }, unitAmount: '6.5' },
            { amount: { amount: '0.00' } },
          ],
        },
        { results: [{ exactAmount: '499.5', amount: { amount: '500', currency: 'JPY' } }] },
        { cycle: 2, results: [{ amount: { amount: '999' } }] },
      ],
    });
  });

  it('0-21 prices a flat amount once for any quantity, and for each instance', async () => {
    const price = { model: 'flat', currency: 'USD', amount: '99' };
    const { body } = await calculate({ price, quantities: ['0.5', 1, '1.5', 160] }, { price, quantity: '1.5', instances: 3 });
    const once = { quantity: '1', amount: { amount: '99.00' }, explanation: ['99 flat = 99.', 'Rounded: 99.00 USD.'] };
    expect(body).toMatchObject({
      calculations: [
        { results: [once, once, once, once] },
        { results: [{ quantity: '3', unitAmount: '99', amount: { amount: '297.00' }, formula: 'instances × amount' }] },
      ],
    });
  });

  it('refuses instances for a price per unit', async () => {
    const offering = { offeringKind: 'addOn', key: 'locker', priceKey: 'locker-monthly' };
    for (const price of [{ offering }, { price: fonts }]) {
      expect(await calculate({ ...price, quantity: 1, instances: 2 })).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', errors: [{ pointer: '/calculations/0/instances' }] },
      });
    }
  });

  it('3-32 prices a price point of the catalogue', async () => {
    const offering = { offeringKind: 'addOn', key: 'locker', priceKey: 'locker-monthly' };
    const { body } = await calculate({ offering, quantity: 3 }, { offering: { ...offering, version: 1 }, quantity: 1 });
    expect(body).toMatchObject({
      calculations: [
        {
          priceId: expect.stringMatching(/^pri_/),
          model: 'perUnit',
          // 21.375, half away from zero.
          results: [{ unitAmount: '7.125', exactAmount: '21.375', amount: { amount: '21.38', currency: 'USD' } }],
        },
        { results: [{ amount: { amount: '7.13' } }] },
      ],
    });
  });

  it('reports all unknown prices at once', async () => {
    const offering = { offeringKind: 'addOn', key: 'locker', priceKey: 'none' };
    const reply = await calculate(
      { price: fonts, quantity: 1 },
      { offering, quantity: 1 },
      { offering: { ...offering, key: 'nothing' }, quantity: 1 },
    );
    expect([reply.body['code'], issuesIn(reply)]).toEqual([
      'price_not_found',
      ['price_not_found /calculations/1', 'price_not_found /calculations/2'],
    ]);
  });

  it('accepts a price point by its id', async () => {
    const { body } = await api.call('GET', '/v1/add-ons/locker');
    const [card] = body['rateCards'] as readonly {
      readonly prices: readonly { readonly id: string; readonly key: string }[];
    }[];
    const { id, key } = card?.prices[0] ?? { id: '', key: '' };
    const offering = { offeringKind: 'addOn', key: 'locker', priceKey: key };
    const reply = await calculate({ priceId: id, quantity: 3 }, { offering, quantity: 3 });
    const [byId, byKey] = reply.body['calculations'] as readonly unknown[];
    expect([reply.status, byId]).toEqual([200, byKey]);
    expect(issuesIn(await calculate({ priceId: 'pri_none', quantity: 1 }))).toEqual(['price_not_found /calculations/0']);
  });

  it('refuses a calculation without exactly one price and one kind of quantity', async () => {
    const reply = await calculate({ price: fonts, priceId: 'pri_1', quantity: 1, quantities: [1] }, {});
    expect([reply.status, issuesIn(reply)]).toEqual([
      400,
      [
        'invalid /calculations/0/price',
        'invalid /calculations/0/quantity',
        'invalid /calculations/1/price',
        'invalid /calculations/1/quantity',
      ],
    ]);
  });

  it('reports the issues of a tier table with pointers', async () => {
    const reply = await calculate({ price: { ...fonts, tiers: [tiers[1], tiers[0]] }, quantity: 1 });
    expect([reply.status, issuesIn(reply).map((issue) => issue.split(' ')[1])]).toEqual([
      400,
      ['/calculations/0/price/tiers/1/upTo', '/calculations/0/price/tiers/1/upTo'],
    ]);
  });

  it('refuses more than 20,000 quantities times tiers', async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({
      upTo: index === 99 ? null : String(index + 1),
      unitAmount: '1.00',
    }));
    const price = { model: 'tiered', currency: 'USD', tiers: many };
    const quantities = (count: number) => Array.from({ length: count }, () => '100');
    expect((await calculate({ price, quantities: quantities(200) })).status).toBe(200);
    const reply = await calculate({ price, quantities: quantities(200) }, { price, quantity: '1' });
    expect([reply.status, issuesIn(reply)]).toEqual([400, ['too_many_steps /calculations']]);
    const volume = { ...price, model: 'volume' };
    expect((await calculate({ price: volume, quantities: quantities(1_000) })).status).toBe(200);
  });

  it('refuses more than 1,000 calculations and more than 2,000 quantities', async () => {
    const short = { price: { model: 'flat', currency: 'USD', amount: '1' }, quantity: 1 };
    expect(issuesIn(await calculate(...Array.from({ length: 1001 }, () => short)))).toEqual(['too_big /calculations']);
    const long = { price: short.price, quantities: Array.from({ length: 1000 }, () => 1) };
    expect(issuesIn(await calculate(...Array.from({ length: 3 }, () => long)))).toEqual(['invalid /calculations']);
  });
});
