import { type CatalogueCaller, flat, startCatalogue } from './catalogue-caller.ts';

let api: CatalogueCaller;
let post: CatalogueCaller['post'];
let patch: CatalogueCaller['patch'];
let launched: CatalogueCaller['launched'];

const both = [flat('usd', 'USD'), flat('eur', 'EUR')];
const archivePrices = (path: string, ...keys: readonly string[]) =>
  patch(path, { prices: Object.fromEntries(keys.map((key) => [key, { archived: true }])) });

beforeAll(async () => {
  api = await startCatalogue();
  ({ post, patch, launched } = api);
});
afterAll(() => api.stop());

describe('archiving a required price', () => {
  it('2-13, 3-44 of an add-on warns of each plan on sale that then lacks it', async () => {
    await launched('/v1/add-ons', { key: 'tea', rateCards: [{ key: 'tea', prices: both }] });
    for (const key of ['one', 'two', 'gone'])
      await launched('/v1/plans', { key, rateCards: [{ key: 'base', prices: both }], addOns: [{ addOnKey: 'tea' }] });
    await post('/v1/plans/gone/archive');
    await post('/v1/plans', {
      productKey: 'club',
      key: 'later',
      name: 'A draft',
      rateCards: [{ key: 'base', prices: both }],
      addOns: [{ addOnKey: 'tea' }],
    });
    const edited = await archivePrices('/v1/add-ons/tea', 'usd', 'eur');
    const missing = (base: string, currency: string) => ({
      code: 'price_missing_for_plan',
      detail: `The rate card \`tea\` of the add-on \`tea\` has no price for \`${base}\` in ${currency} per month.`,
      linkedBy: [base],
    });
    expect([edited.status, edited.body['warnings']]).toEqual([
      200,
      [missing('one', 'USD'), missing('one', 'EUR'), missing('two', 'USD'), missing('two', 'EUR')],
    ]);
  });

  it('3-44 of a plan warns of the currency and cadence in which it is no longer sold', async () => {
    await launched('/v1/plans', { key: 'basic', rateCards: [{ key: 'base', prices: both }] });
    expect(await archivePrices('/v1/plans/basic', 'eur')).toMatchObject({
      status: 200,
      body: {
        launchedVersion: 1,
        warnings: [{ code: 'no_longer_for_sale', detail: '`basic` can no longer be bought in EUR per month.', linkedBy: [] }],
      },
    });
  });

  it('gives no warning if another price remains; neither does any other edit', async () => {
    await launched('/v1/add-ons', { key: 'juice', rateCards: [{ key: 'juice', prices: both }] });
    expect((await archivePrices('/v1/add-ons/juice', 'eur')).body['warnings']).toEqual([]);
    expect((await patch('/v1/add-ons/juice', { description: 'Cold' })).body['warnings']).toEqual([]);
    expect((await patch('/v1/plans/basic', { prices: { eur: { archived: false } } })).body['warnings']).toEqual([]);
  });
});
