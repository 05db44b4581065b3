import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
const patch = (path: string, body: unknown): Promise<Reply> => api.call('PATCH', path, { body });
const offer = (query: string): Promise<Reply> => api.call('GET', `/v1/catalog/offer?${query}`);
const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;

const yearly = { every: 1, unit: 'year' };
/** USD and EUR, monthly and yearly, at the amounts of a month; a year costs ten of them. */
const prices = (key: string, amount: string) =>
  ['USD', 'EUR'].flatMap((currency) =>
    [monthly, yearly].map((cadence) => ({
      key: `${key}-${currency}-${cadence.unit}`.toLowerCase(),
      currency,
      cadence,
      timing: 'inAdvance',
      model: 'flat',
      amount: cadence === yearly ? `${amount}0.00` : `${amount}.00`,
      externalName: `${key} per ${cadence.unit}`,
      accountingCode: '4000',
    })),
  );
const offering = (key: string, amount: string, fields: object = {}) => ({
  productKey: 'club',
  key,
  name: key,
  rateCards: [{ key: 'base', prices: prices(key, amount) }],
  ...fields,
});
const launched = async (path: string, body: { readonly key: string }): Promise<void> => {
  await post(path, body);
  expect((await post(`${path}/${body.key}/launch`)).body).toMatchObject({ status: 'launched' });
};

interface AddOnOffer {
  readonly key: string;
  readonly requirement: string;
  readonly cadences: readonly unknown[];
  readonly prices: readonly { readonly key: string }[];
}
const addOnsOf = ({ body }: Reply): readonly AddOnOffer[] => body['addOns'] as readonly AddOnOffer[];
const keysOf = (reply: Reply): readonly string[] => addOnsOf(reply).map(({ key }) => key);

/** The keys of the prices of the plan, and of its first add-on. */
const pricesOf = async (query: string) => {
  const reply = await offer(query);
  return [reply.body['plan'] as { readonly prices: readonly { readonly key: string }[] }, addOnsOf(reply)[0]].map((each) =>
    each?.prices.map(({ key }) => key),
  );
};

beforeAll(async () => {
  api = await startApi();
  await post('/v1/products', { key: 'club', name: 'Club' });
  await launched(
    '/v1/add-ons',
    offering('device', '7', {
      displayName: 'Additional device',
      description: 'Watch on one more device',
      imageUrl: 'https://cdn.example/device.png',
      unit: { singular: 'device', plural: 'devices' },
      instance: 'multiple',
    }),
  );
  await launched('/v1/add-ons', offering('hidden', '1', { visibility: 'admin' }));
  await launched('/v1/add-ons', offering('unlisted', '1'));
  await launched('/v1/add-ons', offering('required', '2', { visibility: 'admin' }));
  await launched('/v1/add-ons', offering('for-business', '3', { restrictions: { accountTypes: ['business'] } }));
  await launched('/v1/add-ons', offering('for-owners', '3', { restrictions: { roles: ['owner'], plans: ['basic'] } }));
  await launched('/v1/add-ons', offering('not-linked', '1'));
  await launched(
    '/v1/plans',
    offering('basic', '20', {
      displayName: 'Basic plan',
      imageUrl: 'https://cdn.example/basic.png',
      trialDays: 14,
      phases: [{ key: 'start', durationInCycles: 3 }, { key: 'rest' }],
      addOns: [
        { addOnKey: 'device', maxInstances: 5, fromPhase: 'rest' },
        { addOnKey: 'hidden' },
        { addOnKey: 'unlisted', visibility: 'admin' },
        { addOnKey: 'required', requirement: 'mandatory', visibility: 'admin' },
        { addOnKey: 'for-business' },
        { addOnKey: 'for-owners', policies: { 'trial.optional.customer': 'free' } },
      ],
    }),
  );
  await post('/v1/customers', { key: 'ada', name: 'Ada', currency: 'EUR' });
  await post('/v1/customers', { key: 'acme', name: 'Acme', currency: 'USD', accountType: 'business' });
  await post('/v1/customers', { key: 'grace', name: 'Grace' });
});
afterAll(() => api.stop());

describe('GET /v1/catalog/offer', () => {
  it('2-4, 2-3 (half), 3-8, 0-5, 0-6 shows the plan and its add-ons with names, images and unit names', async () => {
    const reply = await offer('customerId=ada&planKey=basic');
    expect(reply).toMatchObject({
      status: 200,
      body: {
        audience: 'customer',
        currency: 'EUR',
        plan: { key: 'basic', displayName: 'Basic plan', imageUrl: 'https://cdn.example/basic.png', trialDays: 14 },
        singlePurchase: null,
      },
    });
    expect(addOnsOf(reply)[0]).toMatchObject({
      key: 'device',
      displayName: 'Additional device',
      description: 'Watch on one more device',
      imageUrl: 'https://cdn.example/device.png',
      unit: { singular: 'device', plural: 'devices' },
      instance: 'multiple',
      unitBased: false,
      maxInstances: 5,
      fromPhase: 'rest',
    });
  });

  it('0-32, 0-8, 3-10, 3-1 lists for a customer add-ons that are visible themselves and by their link, and all mandatory ones', async () => {
    const reply = await offer('customerId=ada&planKey=basic');
    expect(addOnsOf(reply).map(({ key, requirement }) => `${key} ${requirement}`)).toEqual([
      'device optional',
      'required mandatory',
    ]);
  });

  it('0-32, 0-8 lists hidden add-ons for an administrator too', async () => {
    const keys = keysOf(await offer('customerId=ada&planKey=basic&audience=admin'));
    expect(keys).toEqual(['device', 'hidden', 'unlisted', 'required']);
  });

  it('4-19 lists add-ons restricted to an account type or role only for it', async () => {
    expect(keysOf(await offer('customerId=acme&planKey=basic'))).toEqual(['device', 'required', 'for-business']);
    expect(keysOf(await offer('customerId=ada&planKey=basic&role=owner'))).toEqual(['device', 'required', 'for-owners']);
    expect(keysOf(await offer('customerId=ada&planKey=basic&role=guest'))).toEqual(['device', 'required']);
  });

  it('3-13 has prices in the currency of the customer, or in the requested one', async () => {
    expect(await pricesOf('customerId=ada&planKey=basic')).toEqual([
      ['basic-eur-month', 'basic-eur-year'],
      ['device-eur-month', 'device-eur-year'],
    ]);
    expect(await pricesOf('customerId=grace&planKey=basic&currency=USD&cadence=1-month')).toEqual([
      ['basic-usd-month'],
      ['device-usd-month'],
    ]);
  });

  it('3-15 shows the external name of a price, and no accounting fields', async () => {
    const [device] = addOnsOf(await offer('customerId=acme&planKey=basic&cadence=1-month'));
    expect(device?.prices).toMatchObject([{ rateCardKey: 'base', externalName: 'device per month', amount: '7.00' }]);
    for (const field of ['accountingCode', 'sku', 'internalName']) expect(device?.prices[0]).not.toHaveProperty(field);
  });

  it('2-9, 2-10 states which add-ons a customer may attach in the trial of the plan', async () => {
    const { body } = await offer('customerId=ada&planKey=basic&role=owner');
    expect(body['addOns']).toMatchObject([
      { key: 'device', availableInTrial: false },
      { key: 'required', availableInTrial: true },
      { key: 'for-owners', availableInTrial: true },
    ]);
  });

  it('3-44, 1-15 omits an archived price, and an add-on without any other', async () => {
    await launched('/v1/add-ons', offering('seasonal', '4'));
    await launched('/v1/plans', offering('summer', '9', { addOns: [{ addOnKey: 'seasonal' }] }));
    await patch('/v1/add-ons/seasonal', { prices: { 'seasonal-usd-year': { archived: true } } });
    expect(addOnsOf(await offer('customerId=acme&planKey=summer'))).toMatchObject([
      { key: 'seasonal', cadences: [monthly], prices: [{ key: 'seasonal-usd-month' }] },
    ]);
    expect(keysOf(await offer('customerId=acme&planKey=summer&cadence=1-year'))).toEqual([]);
  });

  it('0-37 still offers an archived add-on that is linked', async () => {
    await launched('/v1/add-ons', offering('leaving', '4'));
    await launched('/v1/plans', offering('loyal', '9', { addOns: [{ addOnKey: 'leaving' }] }));
    expect((await post('/v1/add-ons/leaving/archive')).status).toBe(200);
    expect(keysOf(await offer('customerId=acme&planKey=loyal'))).toEqual(['leaving']);
  });

  it('0-2 offers a single purchase with its add-ons', async () => {
    const oneTime = [{ currency: 'USD', cadence: 'oneTime', timing: 'inAdvance', model: 'flat', amount: '30.00' }];
    const body = {
      ...offering('book', '1'),
      rateCards: [{ key: 'book', prices: oneTime }],
      addOns: [{ addOnKey: 'not-linked' }],
    };
    await launched('/v1/single-purchases', body);
    expect((await offer('customerId=acme&singlePurchaseKey=book')).body).toMatchObject({
      plan: null,
      singlePurchase: { key: 'book', cadences: [], prices: [{ amount: '30.00', cadence: 'oneTime' }] },
      addOns: [{ key: 'not-linked' }],
    });
  });

  it('refuses a plan that is a draft or archived', async () => {
    await post('/v1/plans', offering('draft', '9'));
    expect(refusalOf(await offer('customerId=ada&planKey=draft'))).toBe('422 plan_not_launched');
    await launched('/v1/plans', offering('closed', '9'));
    await post('/v1/plans/closed/archive');
    expect(refusalOf(await offer('customerId=ada&planKey=closed'))).toBe('422 plan_not_launched');
  });

  it.each([
    ['customerId=nobody&planKey=basic', '404 not_found'],
    ['customerId=ada&planKey=nothing', '404 not_found'],
    ['customerId=ada&planKey=basic&currency=JPY', '422 price_not_found'],
    ['customerId=ada&planKey=basic&cadence=1-week', '422 price_not_found'],
  ])('refuses ?%s with %s', async (query, expected) => {
    expect(refusalOf(await offer(query))).toBe(expected);
  });

  it.each([
    ['customerId=grace&planKey=basic', 'currency_required /query/currency'],
    ['customerId=ada', 'invalid /query/planKey'],
    ['customerId=ada&planKey=basic&singlePurchaseKey=book', 'invalid /query/planKey'],
    ['customerId=ada&planKey=basic&cadence=monthly', 'invalid_format /query/cadence'],
    ['customerId=ada&planKey=basic&audience=robot', 'invalid_value /query/audience'],
  ])('refuses ?%s by %s', async (query, issue) => {
    expect(issuesIn(await offer(query))).toEqual([issue]);
  });

  it('4-19 uses the account type of the customer', async () => {
    expect((await api.call('GET', '/v1/customers/acme')).body).toMatchObject({ accountType: 'business' });
    expect((await api.call('GET', '/v1/customers/ada')).body).toMatchObject({ accountType: null });
    expect(issuesIn(await post('/v1/customers', { name: 'x', accountType: 'Big Business' }))).toEqual([
      'invalid_format /accountType',
    ]);
  });
});
