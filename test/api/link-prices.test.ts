import { importAnswer } from '../../src/contracts/wire/catalogue/catalogue-file.ts';
import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { flatBody, monthly } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
const get = (path: string): Promise<Reply> => api.call('GET', path);
const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;

const yearly = { every: 1, unit: 'year' };
const flat = flatBody('5.00');
const offering = (key: string, prices: readonly object[], more: object = {}) => ({
  productKey: 'club',
  key,
  name: key,
  rateCards: [{ key, prices }],
  ...more,
});
const priceOf = (rateCardKey: string, price: object = {}) => ({ rateCardKey, ...flat, amount: '3.00', ...price });

interface LinkView {
  readonly prices: readonly Readonly<Record<string, unknown>>[];
}
const linksOf = ({ body }: Reply): readonly LinkView[] => body['addOns'] as readonly LinkView[];
const priceIdsOf = (reply: Reply) => linksOf(reply).flatMap(({ prices }) => prices.map(({ id }) => id));
const launched = async (path: string, body: { readonly key: string }): Promise<void> => {
  await post(path, body);
  expect((await post(`${path}/${body.key}/launch`)).body).toMatchObject({ status: 'launched' });
};
const ofBasic = (...prices: readonly object[]) => ({ addOns: [{ addOnKey: 'water', prices }] });
const apply = (body: unknown): Promise<Reply> => post('/v1/catalog/import', body);
const countsOf = (reply: Reply) => {
  expect([reply.status, reply.body['detail']]).toEqual([200, undefined]);
  const { create, update, version, noChange } = importAnswer.parse(reply.body).counts;
  return { create, update, version, noChange };
};

beforeEach(async () => {
  api = await startApi();
  await post('/v1/products', { key: 'club', name: 'Club' });
  const own = { ...flat, key: 'water-own', externalName: 'Filtered water', accountingCode: '4000' };
  await launched('/v1/add-ons', offering('water', [own]));
});
afterEach(() => api.stop());

describe('a link with prices', () => {
  it('3-17 returns them with ids, and with keys that are stated or derived from the add-on and its rate card', async () => {
    await post('/v1/plans', offering('basic', [flat]));
    const stated = priceOf('water', { key: 'water-euro', currency: 'EUR', trialDays: 7, minimumSpend: '1.00' });
    const linked = await post('/v1/plans/basic/add-ons', { addOnKey: 'water', prices: [priceOf('water'), stated] });
    expect([linked.status, linksOf(linked)]).toEqual([
      201,
      [
        {
          addOnKey: 'water',
          requirement: 'optional',
          visibility: 'customer',
          maxInstances: null,
          fromPhase: null,
          policies: {},
          prices: [
            {
              rateCardKey: 'water',
              id: expect.stringMatching(/^pri_/),
              key: 'water-water-usd-month',
              currency: 'USD',
              cadence: monthly,
              timing: 'inAdvance',
              usageOf: null,
              cycles: null,
              trialDays: 0,
              model: 'flat',
              amount: '3.00',
            },
            expect.objectContaining({ key: 'water-euro', currency: 'EUR', trialDays: 7, minimumSpend: '1.00' }),
          ],
        },
      ],
    ]);
    expect(linksOf(await get('/v1/plans/basic'))).toEqual(linksOf(linked));
  });

  it('3-17 derives a valid key, however long the keys of the add-on and its rate card are', async () => {
    const long = `water-${'x'.repeat(80)}`;
    await launched('/v1/add-ons', offering(long, [{ ...flat, key: 'own' }]));
    await launched('/v1/plans', offering('basic', [flat], { addOns: [{ addOnKey: long, prices: [priceOf(long)] }] }));
    const exported = (await get('/v1/catalog/export')).body;
    expect(exported['plans']).toMatchObject([{ addOns: [{ prices: [{ key: `xxx-${long}-usd-month` }] }] }]);
    expect((await post('/v1/catalog/import', exported)).body).toMatchObject({ applied: true, counts: { noChange: 4 } });
  });

  it('1-6 is possible on single purchases, and in the creation of a plan', async () => {
    const once = { ...flat, cadence: 'oneTime' };
    await post('/v1/single-purchases', offering('day', [once]));
    const added = await post('/v1/single-purchases/day/add-ons', { addOnKey: 'water', prices: [priceOf('water')] });
    expect(linksOf(added)[0]?.prices).toMatchObject([{ amount: '3.00' }]);
    const made = await post(
      '/v1/plans',
      offering('basic', [flat], { addOns: [{ addOnKey: 'water', prices: [priceOf('water')] }] }),
    );
    expect(linksOf(made)[0]?.prices).toMatchObject([{ amount: '3.00' }]);
  });

  it('accepts only money terms: presentation fields are refused, each with its pointer', async () => {
    await post('/v1/plans', offering('basic', [flat]));
    const read = priceOf('water', { externalName: 'Cheap water', tax: 'exempt', archived: false });
    const reply = await post('/v1/plans/basic/add-ons', { addOnKey: 'water', prices: [priceOf('water'), read] });
    expect([refusalOf(reply), issuesIn(reply)]).toEqual([
      '400 invalid_request',
      ['unknown_field /prices/1/externalName', 'unknown_field /prices/1/tax', 'unknown_field /prices/1/archived'],
    ]);
    const unfit = await post('/v1/plans/basic/add-ons', { addOnKey: 'water', prices: [priceOf('water', { amount: '3.001' })] });
    expect(issuesIn(unfit).map((issue) => issue.split(' ')[1])).toEqual(['/prices/0/amount']);
    expect(linksOf(await get('/v1/plans/basic'))).toEqual([]);
  });

  it('1-6 reports all issues of its prices at the launch of the plan, which is refused', async () => {
    const prices = [
      priceOf('water', { model: 'perUnit', amount: undefined, unitAmount: '1.00' }),
      priceOf('bottle'),
      priceOf('water', { key: 'again' }),
      priceOf('water', { key: 'basic-usd-month', currency: 'EUR', usageOf: 'none' }),
    ];
    await post('/v1/plans', offering('basic', [flat], { addOns: [{ addOnKey: 'water', prices }] }));
    const reply = await post('/v1/plans/basic/launch');
    expect([refusalOf(reply), issuesIn(reply)]).toEqual([
      '422 invalid_offering',
      [
        'unit_names_required /addOns/0/prices/0/model',
        'rate_card_not_found /addOns/0/prices/1/rateCardKey',
        'metered_feature_required /addOns/0/prices/3/usageOf',
        'duplicate_price /addOns/0/prices/2',
        'duplicate_key /addOns/0/prices/3/key',
      ],
    ]);
    expect((await get('/v1/plans/basic')).body).toMatchObject({ status: 'draft', launchedVersion: null });
  });

  it('0-24 (config) accepts a metered feature that only a price of the link names', async () => {
    const meter = { aggregation: 'count', eventType: 'call' };
    const unit = { singular: 'call', plural: 'calls' };
    await post('/v1/features', { key: 'calls', name: 'Calls', kind: 'metered', unit, meter });
    const byUsage = priceOf('water', { model: 'perUnit', amount: undefined, unitAmount: '0.01', usageOf: 'calls' });
    await launched('/v1/plans', offering('basic', [flat], { addOns: [{ addOnKey: 'water', prices: [byUsage] }] }));
    // The add-on needs the feature too, for the plan on sale.
    await post('/v1/add-ons/water/versions', { name: 'Water 2' });
    expect((await post('/v1/add-ons/water/launch')).body).toMatchObject({ status: 'launched', version: 2 });
  });

  it('2-13, 2-15 adds a price that the add-on lacks, on this plan only', async () => {
    const sold = [flat, { ...flat, cadence: yearly, amount: '50.00' }];
    const link = { addOnKey: 'water', prices: [priceOf('water', { cadence: yearly, amount: '30.00' })] };
    await launched('/v1/plans', offering('basic', sold, { addOns: [link] }));
    await post('/v1/plans', offering('other', sold, { addOns: [{ addOnKey: 'water' }] }));
    expect(issuesIn(await post('/v1/plans/other/launch'))).toEqual(['price_missing_for_plan /addOns/0/addOnKey']);
  });

  it('1-6 prevents a new version of the add-on from dropping a rate card that a plan on sale has a price for', async () => {
    await launched('/v1/plans', offering('basic', [flat], { addOns: [{ addOnKey: 'water', prices: [priceOf('water')] }] }));
    await post('/v1/add-ons/water/versions', { rateCards: [{ key: 'still', prices: [{ ...flat, key: 'still' }] }] });
    const reply = await post('/v1/add-ons/water/launch');
    expect([refusalOf(reply), issuesIn(reply)]).toEqual(['422 invalid_offering', ['rate_card_not_found /rateCards']]);
    expect(reply.body['detail']).toContain('On `basic`: The add-on `water` has no rate card `water`');
  });
});

describe('the offer of a link with prices', () => {
  it('1-6, 3-15 shows its price instead of the add-on’s own, with the texts of the latter', async () => {
    await launched('/v1/plans', offering('basic', [flat], { addOns: [{ addOnKey: 'water', prices: [priceOf('water')] }] }));
    await launched('/v1/plans', offering('other', [flat], { addOns: [{ addOnKey: 'water' }] }));
    await post('/v1/customers', { key: 'ann', name: 'Ann', currency: 'USD', timeZone: 'UTC' });
    const offered = async (plan: string) =>
      linksOf(await get(`/v1/catalog/offer?customerId=ann&planKey=${plan}`)).flatMap(({ prices }) =>
        prices.map(({ key, amount, externalName }) => [key, amount, externalName]),
      );
    expect(await offered('basic')).toEqual([['water-water-usd-month', '3.00', 'Filtered water']]);
    expect(await offered('other')).toEqual([['water-own', '5.00', 'Filtered water']]);
  });

  it('3-34 calculates such a price by its id', async () => {
    const made = await post(
      '/v1/plans',
      offering('basic', [flat], { addOns: [{ addOnKey: 'water', prices: [priceOf('water')] }] }),
    );
    const [priceId] = priceIdsOf(made);
    const calculated = await post('/v1/prices/calculate', { calculations: [{ priceId, quantity: 1 }] });
    expect(calculated.body['calculations']).toMatchObject([
      { priceId, results: [{ amount: { amount: '3.00', currency: 'USD' } }] },
    ]);
  });
});

describe('prices of a link from version to version', () => {
  const euros = priceOf('water', { key: 'euros', currency: 'EUR' });

  it('0-34 keep their ids if unchanged or stated again; the diff lists the others', async () => {
    const first = await post('/v1/plans', offering('basic', [flat], ofBasic(priceOf('water'), euros)));
    await post('/v1/plans/basic/launch');
    const second = await post('/v1/plans/basic/versions', { name: 'Basic 2' });
    expect(priceIdsOf(second)).toEqual(priceIdsOf(first));
    await post('/v1/plans/basic/launch');
    const third = await post('/v1/plans/basic/versions', ofBasic(priceOf('water', { amount: '2.00' }), euros));
    const [dollarId, euroId] = priceIdsOf(first);
    expect(priceIdsOf(third)).toEqual([expect.not.stringMatching(String(dollarId)), euroId]);
    const diff = await get('/v1/plans/basic/diff?from=2&to=3');
    expect(diff.body['changes']).toMatchObject([
      { code: 'link_price_changed', pointer: '/addOns/0/prices/0', affects: 'newSubscriptions' },
    ]);
  });

  it('3-17 keep their id when they are unlinked and linked again', async () => {
    const first = await post('/v1/plans', offering('basic', [flat], ofBasic(priceOf('water'))));
    await post('/v1/plans/basic/launch');
    await post('/v1/plans/basic/versions');
    await api.call('DELETE', '/v1/plans/basic/add-ons/water');
    const again = await post('/v1/plans/basic/add-ons', { addOnKey: 'water', prices: [priceOf('water')] });
    expect(priceIdsOf(again)).toEqual(priceIdsOf(first));
  });

  it('2-12, 3-39, 3-41 keep model and cycles under their key', async () => {
    await launched('/v1/plans', offering('basic', [flat], ofBasic(priceOf('water'))));
    const perUnit = priceOf('water', { model: 'perUnit', amount: undefined, unitAmount: '1.00' });
    const versioned = await post('/v1/plans/basic/versions', ofBasic(euros, perUnit));
    expect([refusalOf(versioned), issuesIn(versioned)]).toEqual([
      '422 pricing_model_immutable',
      ['pricing_model_immutable /addOns/0/prices/1/model'],
    ]);
    await post('/v1/plans/basic/versions');
    await api.call('DELETE', '/v1/plans/basic/add-ons/water');
    const limited = await post('/v1/plans/basic/add-ons', { addOnKey: 'water', prices: [priceOf('water', { cycles: 3 })] });
    expect([refusalOf(limited), issuesIn(limited)]).toEqual(['422 cycles_immutable', ['cycles_immutable /prices/0/cycles']]);
    expect(linksOf(await get('/v1/plans/basic'))).toEqual([]);
  });

  it('1-10 change under open compatibility through a version that is launched at once', async () => {
    const open = { policies: { 'compatibility.lock': 'open' } };
    await launched('/v1/plans', offering('basic', [flat], open));
    const bad = await post('/v1/plans/basic/add-ons', { addOnKey: 'water', prices: [priceOf('bottle')] });
    expect([refusalOf(bad), issuesIn(bad)]).toEqual([
      '422 invalid_offering',
      ['rate_card_not_found /addOns/0/prices/0/rateCardKey'],
    ]);
    const linked = await post('/v1/plans/basic/add-ons', { addOnKey: 'water', prices: [priceOf('water')] });
    expect(linked.body).toMatchObject({ version: 2, status: 'launched', addOns: [{ prices: [{ amount: '3.00' }] }] });
  });
});

describe('a catalogue file with prices of links', () => {
  const tiers = [
    { upTo: '5', unitAmount: '2.00' },
    { upTo: null, unitAmount: '1.00', flatAmount: '4.00' },
  ];
  const seats = offering('seats', [{ ...flat, model: 'perUnit', amount: undefined, unitAmount: '7.00' }], {
    unit: { singular: 'seat', plural: 'seats' },
  });
  const discounts = [{ kind: 'percent', percent: '10', cycles: 3 }];
  const link = {
    addOnKey: 'seats',
    prices: [
      priceOf('seats', { model: 'tiered', amount: undefined, tiers, cycles: 12, discounts }),
      priceOf('seats', { key: 'yen', currency: 'JPY', amount: '300' }),
    ],
  };
  const file = (changes: object = {}) => ({
    addOns: [seats],
    plans: [offering('basic', [flat], { addOns: [{ ...link, ...changes }] })],
  });
  const none = { create: 0, update: 0, version: 0, noChange: 2 };

  it('3-12 changes nothing the second time, nor when an export is imported, as JSON or CSV', async () => {
    expect(countsOf(await apply(file()))).toEqual({ create: 2, update: 0, version: 0, noChange: 0 });
    const ids = priceIdsOf(await get('/v1/plans/basic'));
    expect(countsOf(await apply(file()))).toEqual(none);
    const exported = (await get('/v1/catalog/export')).body;
    expect(exported['plans']).toMatchObject([
      { addOns: [{ prices: [{ rateCardKey: 'seats', tiers, cycles: 12, discounts }, { key: 'yen' }] }] },
    ]);
    expect(countsOf(await apply(exported))).toEqual({ ...none, noChange: 4 });
    const headers = { authorization: `Bearer ${api.key}` };
    const csv = await (await fetch(`${api.url}/v1/catalog/export?format=csv`, { headers })).text();
    expect(csv).not.toContain('yen');
    const options = { text: csv, headers: { 'content-type': 'text/csv' } };
    expect(countsOf(await api.call('POST', '/v1/catalog/import', options))).toEqual({ ...none, noChange: 3 });
    expect(priceIdsOf(await get('/v1/plans/basic'))).toEqual(ids);
  });

  it('0-34 creates a version for a changed price of a link, in which the others keep their ids', async () => {
    await apply(file());
    const [tieredId, yenId] = priceIdsOf(await get('/v1/plans/basic'));
    const [tiered] = link.prices;
    const reply = await apply(file({ prices: [tiered, priceOf('seats', { key: 'yen', currency: 'JPY', amount: '200' })] }));
    expect(importAnswer.parse(reply.body).changes).toMatchObject([
      { action: 'noChange' },
      { action: 'version', key: 'basic', changes: [{ code: 'link_price_changed', pointer: '/addOns/0/prices/1' }] },
    ]);
    expect(priceIdsOf(await get('/v1/plans/basic'))).toEqual([tieredId, expect.not.stringMatching(String(yenId))]);
  });

  it('keeps the ids of an unchanged draft', async () => {
    const draft = { ...file(), plans: file().plans.map((plan) => ({ ...plan, launch: false })) };
    await apply(draft);
    const ids = priceIdsOf(await get('/v1/plans/basic'));
    expect(countsOf(await apply(draft))).toEqual(none);
    expect(countsOf(await apply(file()))).toEqual({ ...none, version: 1, noChange: 1 });
    expect(priceIdsOf(await get('/v1/plans/basic'))).toEqual(ids);
  });

  it('reports their issues with pointers into the file', async () => {
    await apply({ addOns: [seats] });
    const reply = await apply(file({ prices: [priceOf('seat'), priceOf('seats', { key: 'x', usageOf: 'none' })] }));
    expect([refusalOf(reply), issuesIn(reply)]).toEqual([
      '422 invalid_offering',
      [
        'rate_card_not_found /plans/0/addOns/0/prices/0/rateCardKey',
        'metered_feature_required /plans/0/addOns/0/prices/1/usageOf',
      ],
    ]);
    await apply(file());
    const [tiered] = link.prices;
    const limited = await apply(file({ prices: [{ ...tiered, cycles: 6 }] }));
    expect(issuesIn(limited)).toEqual(['cycles_immutable /plans/0/addOns/0/prices/0/cycles']);
  });
});
