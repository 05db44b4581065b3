import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
const get = (path: string): Promise<Reply> => api.call('GET', path);
const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;

const yearly = { every: 1, unit: 'year' };
const price = (key: string, terms: object = {}) => ({
  key,
  currency: 'USD',
  cadence: monthly,
  timing: 'inAdvance',
  model: 'flat',
  amount: '20.00',
  ...terms,
});
const offering = (key: string, prices: readonly object[], kind: object = {}) => ({
  productKey: 'club',
  key,
  name: 'Support',
  rateCards: [{ key: 'support', prices }],
  ...kind,
});

interface Cell {
  readonly currency: string;
  readonly cadence: { readonly every: number; readonly unit: string } | 'oneTime';
  readonly rateCardKey: string;
  readonly price: { readonly key: string } | null;
}

const cellsOf = ({ body }: Reply): readonly Cell[] =>
  (body['rows'] as readonly { readonly cells: readonly Cell[] }[]).flatMap(({ cells }) => cells);
const describeCells = (reply: Reply): readonly string[] =>
  cellsOf(reply).map(({ currency, cadence, price: found }) => {
    const often = cadence === 'oneTime' ? cadence : `${cadence.every}-${cadence.unit}`;
    return `${currency} ${often} ${found === null ? 'gap' : found.key}`;
  });

beforeAll(async () => {
  api = await startApi();
  await post('/v1/products', { key: 'club', name: 'Club' });
  const prices = [
    price('usd-month'),
    price('usd-year', { cadence: yearly, amount: '200.00', tax: 'exempt' }),
    price('eur-year', { currency: 'EUR', cadence: yearly, amount: '180.00', archived: true }),
  ];
  await post('/v1/add-ons', offering('support', prices));
});
afterAll(() => api.stop());

describe('GET /v1/add-ons/{key}/prices', () => {
  it('3-13, 3-14 shows all price points by currency and cadence, and the gaps', async () => {
    const reply = await get('/v1/add-ons/support/prices');
    expect(reply).toMatchObject({ status: 200, body: { key: 'support', version: 1, cadences: [monthly, yearly] } });
    expect(describeCells(reply)).toEqual([
      'USD 1-month usd-month',
      'USD 1-year usd-year',
      'EUR 1-month gap',
      'EUR 1-year eur-year',
    ]);
    expect(cellsOf(reply)[2]).toEqual({ rateCardKey: 'support', currency: 'EUR', cadence: monthly, price: null });
    expect(cellsOf(reply)[0]?.price).toMatchObject({ model: 'flat', amount: '20.00', tax: 'taxable', archived: false });
  });

  it.each<[string, readonly string[]]>([
    ['state=active&frequency=1-year', ['USD 1-year usd-year', 'EUR 1-year gap']],
    ['state=archived', ['EUR 1-year eur-year']],
    ['currency=EUR', ['EUR 1-month gap', 'EUR 1-year eur-year']],
    ['frequency=1-month', ['USD 1-month usd-month', 'EUR 1-month gap']],
    ['frequency=oneTime', []],
    ['model=perUnit', []],
    ['minAmount=180&maxAmount=190', ['EUR 1-year eur-year']],
    ['taxable=false', ['USD 1-year usd-year']],
    ['taxable=true&state=active', ['USD 1-month usd-month']],
    ['sort=currency&minAmount=100', ['EUR 1-year eur-year', 'USD 1-year usd-year']],
    ['sort=-currency&minAmount=100', ['USD 1-year usd-year', 'EUR 1-year eur-year']],
  ])('3-14 answers ?%s', async (query, expected) => {
    expect(describeCells(await get(`/v1/add-ons/support/prices?${query}`))).toEqual(expected);
  });

  it.each([
    ['sort=amount', '/query/sort'],
    ['frequency=monthly', '/query/frequency'],
    ['model=free', '/query/model'],
    ['minAmount=cheap', '/query/minAmount'],
    ['taxable=maybe', '/query/taxable'],
    ['color=red', '/query/color'],
  ])('3-14 refuses ?%s', async (query, pointer) => {
    const reply = await get(`/v1/add-ons/support/prices?${query}`);
    expect(refusalOf(reply)).toBe('400 invalid_request');
    expect(issuesIn(reply).map((issue) => issue.split(' ')[1])).toEqual([pointer]);
  });

  it('0-34, 3-14 shows the newest version, or the launched one', async () => {
    await post('/v1/add-ons', offering('versions', [price('old')]));
    expect(refusalOf(await get('/v1/add-ons/versions/prices?version=launched'))).toBe('404 not_found');
    await post('/v1/add-ons/versions/launch');
    await post('/v1/add-ons/versions/versions', { rateCards: [{ key: 'support', prices: [price('new')] }] });
    expect(describeCells(await get('/v1/add-ons/versions/prices'))).toEqual(['USD 1-month new']);
    expect(describeCells(await get('/v1/add-ons/versions/prices?version=launched'))).toEqual(['USD 1-month old']);
    expect(refusalOf(await get('/v1/add-ons/nothing/prices'))).toBe('404 not_found');
  });

  it('3-14 also exists for plans, and for single purchases with their one-time prices', async () => {
    await post('/v1/plans', offering('basic', [price('basic-usd')]));
    await post('/v1/single-purchases', offering('book', [price('book-usd', { cadence: 'oneTime' })]));
    expect(describeCells(await get('/v1/plans/basic/prices'))).toEqual(['USD 1-month basic-usd']);
    const reply = await get('/v1/single-purchases/book/prices');
    expect([reply.body['cadences'], describeCells(reply)]).toEqual([['oneTime'], ['USD oneTime book-usd']]);
  });

  it('3-3, 3-14 has the configured billing frequencies as columns', async () => {
    const billingFrequencies = [{ every: 3, unit: 'month' }, monthly];
    expect((await api.call('PATCH', '/v1/settings', { body: { billingFrequencies } })).status).toBe(200);
    const reply = await get('/v1/add-ons/support/prices?currency=USD');
    expect(reply.body['cadences']).toEqual([...billingFrequencies, yearly]);
    expect(describeCells(reply)).toEqual(['USD 3-month gap', 'USD 1-month usd-month', 'USD 1-year usd-year']);
  });
});
