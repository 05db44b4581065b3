import { readFileSync } from 'node:fs';
import { importAnswer } from '../../src/contracts/wire/catalogue/catalogue-file.ts';
import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';

type Json = Record<string, unknown>;
let api: ApiUnderTest;
const example = (): Json => JSON.parse(readFileSync(new URL('../../examples/catalogue.json', import.meta.url), 'utf8')) as Json;

beforeEach(async () => {
  api = await startApi();
});
afterEach(() => api.stop());

const apply = (body: unknown, query = ''): Promise<Reply> => api.call('POST', `/v1/catalog/import${query}`, { body });
const applyCsv = (text: string): Promise<Reply> =>
  api.call('POST', '/v1/catalog/import', { text, headers: { 'content-type': 'text/csv' } });
const exported = async (): Promise<Json> => (await api.call('GET', '/v1/catalog/export')).body;
const exportedCsv = async (): Promise<string> => {
  const headers = { authorization: `Bearer ${api.key}` };
  return (await fetch(`${api.url}/v1/catalog/export?format=csv`, { headers })).text();
};
const countsOf = (reply: Reply): Json => {
  expect([reply.status, reply.body['detail']]).toEqual([200, undefined]);
  const { create, update, version, noChange } = importAnswer.parse(reply.body).counts;
  return { create, update, version, noChange };
};
const changesIn = (reply: Reply): readonly string[] =>
  importAnswer
    .parse(reply.body)
    .changes.filter(({ action }) => action !== 'noChange')
    .map(({ action, kind, key, changes }) => [action, kind, key, ...changes.map(({ code }) => code)].join(' '));
/** The file with one change. */
const changed = (file: Json, pointer: string, value: unknown): Json => {
  const copy = structuredClone(file);
  const path = pointer.split('/').slice(1);
  const last = path.pop() ?? '';
  const parent = path.reduce<object>((at, part) => Reflect.get(at, part) as object, copy);
  Reflect.set(parent, last, value);
  return copy;
};

const all = { create: 16, update: 0, version: 0, noChange: 0 };
const none = { create: 0, update: 0, version: 0, noChange: 16 };
const waterAmount = '/addOns/0/rateCards/0/prices/0/amount';

describe('POST /v1/catalog/import', () => {
  it('3-12 launches a whole catalogue; the same import again changes nothing', async () => {
    expect(countsOf(await apply(example()))).toEqual(all);
    const classic = await api.call('GET', '/v1/plans/classic');
    expect(classic.body).toMatchObject({
      status: 'launched',
      version: 1,
      launchedVersion: 1,
      addOns: [{ addOnKey: 'water' }, {}],
    });
    expect(countsOf(await apply(example()))).toEqual(none);
  });

  it('3-12 changes nothing when an export is imported', async () => {
    await apply(example());
    expect(countsOf(await apply(await exported()))).toEqual(none);
  });

  it('3-13 round-trips nine models in three currencies to another tenant', async () => {
    await apply(example());
    const first = await exported();
    await api.stop();
    api = await startApi();
    expect(countsOf(await apply(first))).toEqual(all);
    expect(await exported()).toEqual(first);
    const text = JSON.stringify(first);
    const models = [
      'flat',
      'perUnit',
      'tiered',
      'volume',
      'stairStep',
      'package',
      'tieredPackage',
      'volumePackage',
      'percentage',
    ];
    expect(models.filter((model) => !text.includes(`"model":"${model}"`))).toEqual([]);
  });

  it('3-12 creates a version for a changed amount and edits a changed text in place', async () => {
    await apply(example());
    const dearer = changed(example(), waterAmount, '6.00');
    const reply = await apply(changed(dearer, '/plans/0/displayName', 'Basic membership'));
    expect(changesIn(reply)).toEqual(['version addOn water price_changed', 'update plan classic display_name_changed']);
    expect(countsOf(reply)).toEqual({ create: 0, update: 1, version: 1, noChange: 14 });
    expect((await api.call('GET', '/v1/add-ons/water')).body).toMatchObject({
      version: 2,
      launchedVersion: 2,
      status: 'launched',
    });
    expect((await api.call('GET', '/v1/add-ons/water/versions/1')).body).toMatchObject({ status: 'superseded' });
    expect((await api.call('GET', '/v1/plans/classic')).body).toMatchObject({ version: 1, displayName: 'Basic membership' });
  });

  it('creates no version for the same amount in another notation, in JSON and CSV', async () => {
    await apply(example());
    const [price] = (await exportedCsv()).split('\n').filter((line) => line.startsWith('addOn,water,'));
    const before = (await api.call('GET', '/v1/add-ons/water')).body;
    const amount = /,(\d+)\.00,/.exec(price ?? '')?.[1] ?? '';
    for (const written of [amount, `${amount}.0`, `${amount}.00`]) {
      expect(countsOf(await apply(changed(example(), waterAmount, written)))).toEqual(none);
      const header = (await exportedCsv()).split('\n')[0] ?? '';
      const reply = await applyCsv(`${header}\n${(price ?? '').replace(`,${amount}.00,`, `,${written},`)}\n`);
      expect(changesIn(reply)).toEqual([]);
    }
    expect((await api.call('GET', '/v1/add-ons/water')).body).toEqual(before);
  });

  it('3-12 applies the texts of a new version to every version', async () => {
    await apply(example());
    const dearer = changed(example(), waterAmount, '6.00');
    await apply(changed(dearer, '/addOns/0/name', 'Spring water'));
    expect((await api.call('GET', '/v1/add-ons/water/versions/1')).body).toMatchObject({ name: 'Spring water' });
  });

  it('3-12 writes nothing in a dry run, features included, and reports what it would do', async () => {
    const reply = await apply(example(), '?dryRun=true');
    expect([countsOf(reply), reply.body['dryRun'], reply.body['applied']]).toEqual([all, true, false]);
    expect(await exported()).toEqual({ features: [], products: [], addOns: [], singlePurchases: [], plans: [] });
  });

  it('3-12 writes all entries or, if one is refused, none', async () => {
    const reply = await apply(changed(example(), '/plans/2/addOns/1/fromPhase', 'closing'));
    expect([reply.status, reply.body['code'], issuesIn(reply)]).toEqual([
      422,
      'invalid_offering',
      ['phase_not_found /plans/2/addOns/1/fromPhase'],
    ]);
    expect((await exported())['features']).toEqual([]);
  });

  it('3-12 reports every issue of the file with its pointer', async () => {
    const noEuro = changed(example(), '/addOns/0/rateCards/0/prices/2/archived', true);
    const noProduct = changed(noEuro, '/addOns/1/productKey', 'pool');
    const twice = changed(noProduct, '/plans/1/key', 'classic');
    expect(issuesIn(await apply(twice))).toEqual([
      'duplicate_key /plans/1/key',
      'price_missing_for_plan /addOns/0/rateCards/0/prices',
      'product_not_found /addOns/1/productKey',
      'price_missing_for_plan /plans/0/addOns/0/addOnKey',
      'price_missing_for_plan /plans/1/addOns/0/addOnKey',
    ]);
  });

  it('3-12 reports an invalid format by its place in the file', async () => {
    const badTiers = changed(example(), '/addOns/2/rateCards/0/prices/1/tiers/0/upTo', '200');
    const reply = await apply(changed(badTiers, '/plans/0/colour', 'red'));
    expect([reply.status, issuesIn(reply)]).toEqual([
      400,
      expect.arrayContaining([
        'unknown_field /plans/0/colour',
        expect.stringMatching(/ \/addOns\/2\/rateCards\/0\/prices\/1\/tiers/),
      ]),
    ]);
  });

  it('2-12 refuses another model under the key of a price', async () => {
    await apply(example());
    const { amount: _amount, ...rest } = (example() as { addOns: { rateCards: { prices: Json[] }[] }[] }).addOns[0]!
      .rateCards[0]!.prices[0]!;
    const price = { ...rest, model: 'package', size: '2', amount: '5.00' };
    const reply = await apply(changed(changed(example(), '/addOns/0/rateCards/0/prices/0', price), '/addOns/0/unit', unit));
    expect([reply.status, issuesIn(reply)]).toEqual([422, ['pricing_model_immutable /addOns/0/rateCards/0/prices/0/model']]);
  });

  it('3-12 keeps an offering with the status draft, and launches it when the file drops that status', async () => {
    const kept = changed(example(), '/plans/2/launch', false);
    await apply(kept);
    expect((await api.call('GET', '/v1/plans/studio')).body).toMatchObject({ status: 'draft', launchedVersion: null });
    expect(countsOf(await apply(kept))).toEqual(none);
    expect(changesIn(await apply(example()))).toEqual(['version plan studio launched']);
    expect((await api.call('GET', '/v1/plans/studio')).body).toMatchObject({ status: 'launched', version: 1 });
  });

  it('3-12 keeps an existing draft when the file equals the launched version', async () => {
    await apply(example());
    await api.call('POST', '/v1/plans/classic/versions', { body: { trialDays: 30 } });
    expect(countsOf(await apply(await exported()))).toEqual(none);
    expect((await api.call('GET', '/v1/plans/classic')).body).toMatchObject({ status: 'draft', trialDays: 30 });
  });

  it('3-12 archives and unarchives', async () => {
    await apply(example());
    const gone = changed(example(), '/addOns/5/archived', true);
    expect(changesIn(await apply(gone))).toEqual(['archive addOn payments archived']);
    expect(await exported()).toMatchObject({ addOns: [{}, {}, {}, {}, {}, { key: 'payments', archived: true }] });
    expect(countsOf(await apply(gone))).toEqual(none);
    expect(changesIn(await apply(example()))).toEqual(['unarchive addOn payments unarchived']);
  });

  it('0-10 creates the inline features of rate cards', async () => {
    const inline = changed(example(), '/plans/0/rateCards/0/feature', {
      name: 'Gym access',
      key: 'gym-access',
      kind: 'boolean',
    });
    const { plans } = inline as { plans: { rateCards: { featureKey?: string }[] }[] };
    delete plans[0]!.rateCards[0]!.featureKey;
    expect(countsOf(await apply({ ...inline, features: (example()['features'] as Json[]).slice(1) }))).toEqual(all);
  });

  it('3-12 renames a feature, and refuses to change its kind', async () => {
    await apply(example());
    expect(issuesIn(await apply({ features: [{ key: 'gym-access', name: 'Gym', kind: 'static' }] }))).toEqual([
      'feature_kind_immutable /features/0/kind',
    ]);
    expect(changesIn(await apply({ features: [{ key: 'gym-access', name: 'Gym', kind: 'boolean' }] }))).toEqual([
      'update feature gym-access name_changed',
    ]);
    expect((await api.call('GET', '/v1/features/gym-access')).body).toMatchObject({ name: 'Gym', revision: 2 });
  });

  it('repeats the answer for the same Idempotency-Key, and refuses another query with it', async () => {
    const headers = { 'idempotency-key': 'first-catalogue' };
    const first = await api.call('POST', '/v1/catalog/import', { body: example(), headers });
    const again = await api.call('POST', '/v1/catalog/import', { body: example(), headers });
    expect(again.body).toEqual(first.body);
    const dry = await api.call('POST', '/v1/catalog/import?dryRun=true', { body: example(), headers });
    expect(dry.body['code']).toBe('idempotency_key_reused');
  });

  it('3-12 applies one of two concurrent imports; the other changes nothing', async () => {
    const both = await Promise.all([apply(example()), apply(example())]);
    expect(both.map(({ body }) => importAnswer.parse(body).counts.create).toSorted((a, b) => b - a)).toEqual([16, 0]);
  });

  it('3-12 creates thousands of offerings in one import, and edits them all in another', async () => {
    const addOns = (name: string) => ({
      products: [{ key: 'club', name: 'Club' }],
      addOns: Array.from({ length: 2_100 }, (_, number) => ({
        productKey: 'club',
        key: `add-on-${number}`,
        name,
        rateCards: [{ key: 'card', prices: bigCatalogue.addOns[0]?.rateCards[0]?.prices.slice(0, 1) }],
      })),
    });
    expect(countsOf(await apply(addOns('First')))).toEqual({ create: 2_101, update: 0, version: 0, noChange: 0 });
    expect(countsOf(await apply(addOns('Second')))).toEqual({ create: 0, update: 2_100, version: 0, noChange: 1 });
    const names = ((await exported())['addOns'] as { name: string }[]).map(({ name }) => name);
    expect([names.length, ...new Set(names)]).toEqual([2_100, 'Second']);
  }, 60_000);

  it('3-12 imports 10,000 price points at once', async () => {
    const reply = await apply(bigCatalogue);
    expect(countsOf(reply)).toEqual({ create: 101, update: 0, version: 0, noChange: 0 });
    expect(countsOf(await apply(await exported()))).toEqual({ create: 0, update: 0, version: 0, noChange: 101 });
  }, 60_000);
});

describe('a CSV file of prices', () => {
  it('3-13 has one price in each row, and changes nothing when it is imported unchanged', async () => {
    await apply(example());
    const csv = await exportedCsv();
    // A header; 6 prices each of water, seats and classic, 3 of each of the eleven other cards with prices; none of links.
    expect(csv.trim().split('\n')).toHaveLength(1 + 3 * 6 + 11 * 3);
    expect(countsOf(await applyCsv(csv))).toEqual({ create: 0, update: 0, version: 0, noChange: 10 });
  });

  it('3-12 changes only the listed prices, and only the columns present', async () => {
    await apply(example());
    const reply = await applyCsv(
      `${names},amount,sku\naddOn,water,water,water-usd-monthly,6.00,WATER\naddOn,water,water,water-eur-monthly,4.50,AQUA\n`,
    );
    expect(changesIn(reply)).toEqual(['version addOn water price_changed sku_changed']);
    expect((await exported())['addOns']).toMatchObject([
      { rateCards: [{ prices: [{ amount: '6.00', sku: 'WATER' }, {}, { sku: 'AQUA' }, {}, {}, {}] }] },
      {},
      {},
      {},
      {},
      {},
    ]);
  });

  it('3-13 adds a price to a rate card, and tiers in one cell', async () => {
    await apply(example());
    const header = `${names},currency,cadenceEvery,cadenceUnit,timing,model,tiers`;
    const reply = await applyCsv(`${header}\naddOn,storage,storage,storage-chf,CHF,1,month,inAdvance,tiered,10:2:;:1.5:3.00\n`);
    expect(changesIn(reply)).toEqual(['version addOn storage price_added']);
    const [, , storage] = (await exported())['addOns'] as { rateCards: { prices: Json[] }[] }[];
    expect(storage?.rateCards[0]?.prices.at(-1)).toEqual({
      key: 'storage-chf',
      currency: 'CHF',
      cadence: { every: 1, unit: 'month' },
      timing: 'inAdvance',
      model: 'tiered',
      tiers: [
        { upTo: '10', unitAmount: '2' },
        { upTo: null, unitAmount: '1.5', flatAmount: '3.00' },
      ],
    });
  });

  it('3-12 reports row and column of every error, in JSON and as CSV', async () => {
    await apply(example());
    const header = `${names},currency,amount`;
    const reply = await applyCsv(
      `${header}\naddOn,water,water,water-usd-monthly,XXD,5.00\n\naddOn,water,water,water-eur-monthly,EUR,many\n`,
    );
    expect([reply.status, reply.body['errors']]).toEqual([
      400,
      [
        expect.objectContaining({ row: 2, column: 'currency', pointer: '/rows/2/currency' }),
        expect.objectContaining({ row: 4, column: 'amount', pointer: '/rows/4/amount' }),
      ],
    ]);
    const { errorFile } = reply.body['meta'] as { errorFile: string };
    expect(errorFile.split('\n')[0]).toBe('row,column,problem');
    expect(errorFile.split('\n')[2]).toMatch(/^4,amount,/);
  });

  it.each([
    ['an unknown offering', 'addOn,ice,water,water-usd-monthly', 'offering_not_found', 2, 'offeringKey'],
    ['an unknown kind', 'thing,water,water,water-usd-monthly', 'invalid_value', 2, 'offeringKind'],
    ['an unknown rate card', 'addOn,water,ice,water-usd-monthly', 'rate_card_not_found', 2, 'rateCardKey'],
    ['a price without a key', 'addOn,water,water,', 'required', 2, 'priceKey'],
    ['a row that is too short', 'addOn,water,water', 'row_length', 2, 'offeringKind'],
  ])('3-12 refuses %s', async (_what, line, code, row, column) => {
    await apply(example());
    expect((await applyCsv(`${names}\n${line}\n`)).body['errors']).toContainEqual(
      expect.objectContaining({ code, row, column }),
    );
  });

  it('3-12 names the row that prevents a launch: a plan sold yearly in pounds, and an add-on that no longer is', async () => {
    await apply(example());
    const reply = await applyCsv(`${names},cadenceEvery,cadenceUnit\naddOn,water,water,water-gbp-yearly,2,year\n`);
    expect([reply.status, reply.body['code']]).toEqual([422, 'invalid_offering']);
    expect(reply.body['errors']).toMatchObject([{ code: 'price_missing_for_plan', row: 2, column: 'offeringKey' }]);
  });

  it('3-12 refuses an unknown column and an unclosed quote', async () => {
    const unknown = await applyCsv(`${names},colour\n`);
    expect(unknown.body['errors']).toMatchObject([{ code: 'unknown_column', row: 1, column: 'colour' }]);
    expect((await applyCsv(`${names}\n"addOn`)).body['errors']).toMatchObject([{ code: 'malformed_csv' }]);
  });
});

const names = 'offeringKind,offeringKey,rateCardKey,priceKey';
const unit = { singular: 'bottle', plural: 'bottles' };
const currencies = ['USD', 'EUR', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'CAD'];
/** A product and 100 add-ons of 100 price points: ten currencies at ten cadences. */
const bigCatalogue = {
  products: [{ key: 'club', name: 'Club' }],
  addOns: Array.from({ length: 100 }, (_, number) => ({
    productKey: 'club',
    key: `add-on-${number}`,
    name: `Add-on ${number}`,
    rateCards: [
      {
        key: 'card',
        prices: currencies.flatMap((currency) =>
          Array.from({ length: 10 }, (_each, months) => ({
            key: `${currency.toLowerCase()}-${months + 1}`,
            currency,
            cadence: { every: months + 1, unit: 'month' },
            timing: 'inAdvance',
            model: 'flat',
            amount: `${months + 1}.00`,
          })),
        ),
      },
    ],
  })),
};
