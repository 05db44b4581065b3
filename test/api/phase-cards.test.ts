import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });
const get = (path: string): Promise<Reply> => api.call('GET', path);
const refusalOf = ({ status, body }: Reply) => `${status} ${String(body['code'])}`;

const flat = (key: string, amount: string, more: object = {}) => ({
  key,
  currency: 'USD',
  cadence: monthly,
  timing: 'inAdvance',
  model: 'flat',
  amount,
  ...more,
});
const sold = (key: string, amount: string, more: object = {}) => ({ key, prices: [flat(`${key}-usd`, amount, more)] });
const access = { key: 'access', featureKey: 'gym', entitlement: { kind: 'boolean' } };
/** Access in every phase; 5.00 a month for 3 cycles, then 9.00. */
const stepped = (key: string, more: object = {}) => ({
  productKey: 'club',
  key,
  name: key,
  rateCards: [access],
  phases: [
    { key: 'intro', durationInCycles: 3, rateCards: [sold('base-intro', '5.00')] },
    { key: 'regular', rateCards: [sold('base', '9.00')] },
  ],
  ...more,
});
const launched = async (key: string, more: object = {}): Promise<void> => {
  await post('/v1/plans', stepped(key, more));
  expect((await post(`/v1/plans/${key}/launch`)).body).toMatchObject({ status: 'launched' });
};

interface Card {
  readonly key: string;
  readonly prices: readonly { readonly id: string; readonly amount: string }[];
}
interface Phased {
  readonly rateCards: readonly Card[];
  readonly phases: readonly { readonly key: string; readonly rateCards: readonly Card[] }[];
}
const phasedIn = ({ body }: Reply): Phased => body as unknown as Phased;
/** `- access`, `intro base-intro 5.00`: each rate card with its phase. */
const cardsIn = (reply: Reply): readonly string[] => {
  const { rateCards, phases } = phasedIn(reply);
  const all = [{ key: '-', rateCards }, ...phases];
  return all.flatMap(({ key, rateCards: cards }) =>
    cards.map((card) => [key, card.key, ...card.prices.map(({ amount }) => amount)].join(' ')),
  );
};
const idsIn = (reply: Reply): readonly string[] => {
  const { rateCards, phases } = phasedIn(reply);
  return [...rateCards, ...phases.flatMap((phase) => phase.rateCards)].flatMap(({ prices }) => prices.map(({ id }) => id));
};

beforeAll(async () => {
  api = await startApi();
  await post('/v1/products', { key: 'club', name: 'Club' });
  await post('/v1/features', { key: 'gym', name: 'Gym access', kind: 'boolean' });
  await post('/v1/customers', { key: 'ada', name: 'Ada', currency: 'USD' });
});
afterAll(() => api.stop());

describe('POST /v1/plans', () => {
  it('1-3 keeps the rate cards of each phase, and those of every phase', async () => {
    const made = await post('/v1/plans', stepped('basic'));
    expect(made.status).toBe(201);
    expect(cardsIn(made)).toEqual(['- access', 'intro base-intro 5.00', 'regular base 9.00']);
    expect(phasedIn(made).phases[0]).toEqual({
      key: 'intro',
      durationInCycles: 3,
      rateCards: [expect.objectContaining({ key: 'base-intro', name: null, featureKey: null, entitlement: null })],
    });
    expect(phasedIn(made).rateCards[0]).not.toHaveProperty('phase');
    expect((await post('/v1/plans/basic/launch')).status).toBe(200);
    expect(cardsIn(await get('/v1/plans/basic'))).toEqual(cardsIn(made));
    expect(cardsIn(await get('/v1/plans/basic/versions/1'))).toEqual(cardsIn(made));
  });

  it('1-3 returns an empty list for a phase without rate cards', async () => {
    const phases = [{ key: 'intro', durationInCycles: 3 }, { key: 'regular' }];
    const made = await post('/v1/plans', stepped('plain', { phases, rateCards: [sold('base', '9.00')] }));
    expect(phasedIn(made).phases).toEqual([
      { key: 'intro', durationInCycles: 3, rateCards: [] },
      { key: 'regular', durationInCycles: null, rateCards: [] },
    ]);
  });

  it('0-10 creates an inline feature of a phase, and names its place if its key is taken', async () => {
    const phases = [
      { key: 'intro', durationInCycles: 3 },
      {
        key: 'regular',
        rateCards: [
          sold('base', '9.00'),
          { key: 'towels', feature: { key: 'towels', name: 'Towels', kind: 'boolean' }, entitlement: { kind: 'boolean' } },
        ],
      },
    ];
    const made = await post('/v1/plans', stepped('towels', { phases }));
    expect(phasedIn(made).phases[1]?.rateCards[1]).toMatchObject({ key: 'towels', featureKey: 'towels' });
    expect((await get('/v1/features/towels')).body).toMatchObject({ name: 'Towels', kind: 'boolean' });
    const again = await post('/v1/plans', stepped('towels-again', { phases }));
    expect([refusalOf(again), issuesIn(again)]).toEqual([
      '409 key_already_used',
      ['key_already_used /phases/1/rateCards/1/feature/key'],
    ]);
    expect((await get('/v1/plans/towels-again')).status).toBe(404);
  });

  it.each<[string, object, string]>([
    [
      'two phases with one key',
      { phases: [{ key: 'intro', durationInCycles: 3 }, { key: 'intro' }] },
      'duplicate_key /phases/1/key',
    ],
    [
      'a field that a rate card does not have',
      { phases: [{ key: 'intro', rateCards: [{ ...access, phase: 'intro' }] }] },
      'unknown_field /phases/0/rateCards/0/phase',
    ],
    [
      'an amount with too many decimals',
      { phases: [{ key: 'intro', rateCards: [access, sold('base', '5.001')] }] },
      'too_many_decimals /phases/0/rateCards/1/prices/0/amount',
    ],
  ])('refuses %s by its place', async (_what, more, issue) => {
    const reply = await post('/v1/plans', stepped('refused', more));
    expect([reply.status, issuesIn(reply)]).toEqual([400, [issue]]);
  });
});

describe('POST /v1/plans/{key}/launch', () => {
  it('1-3, 2-13 reports each issue of a rate card of a phase by its place', async () => {
    await post('/v1/plans', {
      ...stepped('wrong'),
      phases: [
        { key: 'intro', durationInCycles: 3, rateCards: [sold('base', '5.00')] },
        {
          key: 'regular',
          rateCards: [
            sold('base', '9.00', { key: 'base-eur', currency: 'EUR' }),
            { key: 'seats', prices: [{ ...flat('seats', '1.00'), amount: undefined, model: 'perUnit', unitAmount: '1.00' }] },
            { key: 'other', featureKey: 'no-such-feature', entitlement: { kind: 'boolean' } },
          ],
        },
      ],
    });
    const refused = await post('/v1/plans/wrong/launch');
    expect([refused.status, issuesIn(refused)]).toEqual([
      422,
      [
        'feature_not_found /phases/1/rateCards/2/featureKey',
        'unit_names_required /phases/1/rateCards/1/prices/0/model',
        'duplicate_key /phases/1/rateCards/0/key',
        'no_common_price /phases/1/rateCards',
      ],
    ]);
    expect((await get('/v1/plans/wrong')).body).toMatchObject({ status: 'draft' });
    await api.call('DELETE', '/v1/plans/wrong');
  });

  it('2-13 names the phases that share no currency and cadence', async () => {
    const phases = [
      { key: 'intro', durationInCycles: 3, rateCards: [sold('first', '5.00', { currency: 'EUR' })] },
      { key: 'regular', rateCards: [sold('base', '9.00')] },
    ];
    await post('/v1/plans', stepped('split', { phases }));
    const refused = await post('/v1/plans/split/launch');
    expect(issuesIn(refused)).toEqual(['no_common_price /phases']);
    expect(refused.body['detail']).toContain('the phases `intro` and `regular` all have a price');
  });

  it('1-3 allows a first phase that is free', async () => {
    const phases = [
      { key: 'free', durationInCycles: 1 },
      { key: 'regular', rateCards: [sold('base', '9.00')] },
    ];
    await post('/v1/plans', stepped('free-first', { phases }));
    expect((await post('/v1/plans/free-first/launch')).body).toMatchObject({ status: 'launched' });
  });

  it('2-13, 1-15 requires of an add-on a price for each currency and cadence of all phases', async () => {
    await post('/v1/add-ons', { productKey: 'club', key: 'water', name: 'Water', rateCards: [sold('water', '1.00')] });
    await post('/v1/add-ons/water/launch');
    const both = (key: string, amount: string) => ({
      key,
      prices: [flat(`${key}-usd`, amount), flat(`${key}-eur`, amount, { currency: 'EUR' })],
    });
    const regular = { key: 'regular', rateCards: [both('base', '9.00')] };
    const links = { addOns: [{ addOnKey: 'water', fromPhase: 'regular' }] };
    const phases = [{ key: 'intro', durationInCycles: 3, rateCards: [both('first', '5.00')] }, regular];
    await post('/v1/plans', stepped('two-currencies', { phases, ...links }));
    expect(issuesIn(await post('/v1/plans/two-currencies/launch'))).toEqual(['price_missing_for_plan /addOns/0/addOnKey']);
    const dollarsFirst = [{ key: 'intro', durationInCycles: 3, rateCards: [sold('first', '5.00')] }, regular];
    await launched('dollars-first', { phases: dollarsFirst, ...links });
  });
});

describe('POST /v1/plans/{key}/versions', () => {
  it('0-34 keeps omitted phases with their rate cards and the ids of their prices', async () => {
    await launched('kept');
    const before = await get('/v1/plans/kept');
    const draft = await post('/v1/plans/kept/versions', { rateCards: [access, sold('locker', '1.00')] });
    expect(cardsIn(draft)).toEqual(['- access', '- locker 1.00', 'intro base-intro 5.00', 'regular base 9.00']);
    expect(idsIn(draft).slice(1)).toEqual(idsIn(before));
  });

  it('0-34 replaces phases with their rate cards, and keeps the rate cards of every phase', async () => {
    await launched('replaced');
    const before = await get('/v1/plans/replaced');
    const phases = [
      { key: 'trial', durationInCycles: 1 },
      { key: 'regular', rateCards: [sold('base', '9.00'), sold('more', '2.00')] },
    ];
    const draft = await post('/v1/plans/replaced/versions', { phases });
    expect(cardsIn(draft)).toEqual(['- access', 'regular base 9.00', 'regular more 2.00']);
    expect(idsIn(draft)[0]).toBe(idsIn(before)[1]);
    await post('/v1/plans/replaced/launch');
    const { body } = await get('/v1/plans/replaced/diff?from=1&to=2');
    const changes = body['changes'] as readonly { readonly code: string; readonly pointer: string }[];
    expect(changes.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'phases_changed /phases',
      'rate_card_removed /phases/0/rateCards/0',
      'rate_card_added /phases/1/rateCards/1',
    ]);
  });

  it('0-34 lists a rate card that moves to another phase', async () => {
    await launched('moved');
    const [intro, regular] = stepped('moved').phases;
    const phases = [
      { ...intro, rateCards: [] },
      { ...regular, rateCards: [sold('base', '9.00'), sold('base-intro', '5.00')] },
    ];
    await post('/v1/plans/moved/versions', { phases });
    await post('/v1/plans/moved/launch');
    expect((await get('/v1/plans/moved/diff?from=1&to=2')).body['changes']).toEqual([
      {
        code: 'rate_card_phase_changed',
        pointer: '/phases/1/rateCards/1',
        from: 'intro',
        to: 'regular',
        affects: 'newSubscriptions',
      },
    ]);
  });

  it('2-12, 3-41 refuses another model or other billing cycles under the key of a price, by its place in the phase', async () => {
    await launched('immutable');
    const perUnit = { ...flat('base-usd', '9.00'), amount: undefined, model: 'perUnit', unitAmount: '9.00' };
    const phases = [
      { key: 'intro', durationInCycles: 3, rateCards: [sold('base-intro', '5.00', { cycles: 3 })] },
      { key: 'regular', rateCards: [sold('new', '1.00'), { key: 'base', prices: [perUnit] }] },
    ];
    const refused = await post('/v1/plans/immutable/versions', { phases });
    expect([refusalOf(refused), issuesIn(refused)]).toEqual([
      '422 pricing_model_immutable',
      [
        'cycles_immutable /phases/0/rateCards/0/prices/0/cycles',
        'pricing_model_immutable /phases/1/rateCards/1/prices/0/model',
      ],
    ]);
  });
});

describe('a plan with rate cards in phases', () => {
  it('3-23 (half) is edited in place by the keys of its rate cards and prices', async () => {
    await launched('edited');
    const edit = { rateCards: { 'base-intro': { name: 'First months' } }, prices: { 'base-usd': { sku: 'BASE' } } };
    const edited = await api.call('PATCH', '/v1/plans/edited', { body: edit });
    expect(edited.body).toMatchObject({
      phases: [
        { rateCards: [{ key: 'base-intro', name: 'First months' }] },
        { rateCards: [{ prices: [{ key: 'base-usd', sku: 'BASE' }] }] },
      ],
    });
  });

  it('3-1 is offered with its phases, and each price with its phase', async () => {
    await launched('offered');
    const { body } = await get('/v1/catalog/offer?customerId=ada&planKey=offered');
    expect(body['plan']).toMatchObject({
      cadences: [monthly],
      phases: [
        { key: 'intro', durationInCycles: 3 },
        { key: 'regular', durationInCycles: null },
      ],
      prices: [
        { rateCardKey: 'base-intro', phase: 'intro', amount: '5.00' },
        { rateCardKey: 'base', phase: 'regular', amount: '9.00' },
      ],
    });
  });

  it('3-14 has a row with the phase for each rate card in the price grid', async () => {
    await launched('gridded');
    const rows = (await get('/v1/plans/gridded/prices')).body['rows'] as readonly Record<string, unknown>[];
    expect(rows.map(({ rateCardKey, phase }) => `${String(rateCardKey)} ${String(phase)}`)).toEqual([
      'base-intro intro',
      'base regular',
    ]);
  });

  it('3-13 is calculated with the prices of its phases', async () => {
    await launched('calculated');
    const [priceId] = idsIn(await get('/v1/plans/calculated'));
    const byKey = { offering: { offeringKind: 'plan', key: 'calculated', priceKey: 'base-usd' }, quantities: ['1'] };
    const calculated = await post('/v1/prices/calculate', { calculations: [{ priceId, quantities: ['1'] }, byKey] });
    expect(calculated.status).toBe(200);
  });
});

describe('a catalogue file with phases', () => {
  const exported = async () => (await get('/v1/catalog/export')).body;
  const apply = (body: unknown) => post('/v1/catalog/import', body);
  const applyCsv = (text: string): Promise<Reply> =>
    api.call('POST', '/v1/catalog/import', { text, headers: { 'content-type': 'text/csv' } });
  const exportedCsv = async (): Promise<string> => {
    const headers = { authorization: `Bearer ${api.key}` };
    return (await fetch(`${api.url}/v1/catalog/export?format=csv`, { headers })).text();
  };
  const plansIn = (file: Record<string, unknown>) => file['plans'] as readonly Record<string, unknown>[];

  it('3-12, 3-13 contains the rate cards of phases, and changes nothing when it is imported again', async () => {
    await launched('filed');
    const file = await exported();
    expect(plansIn(file).find(({ key }) => key === 'filed')).toEqual({
      key: 'filed',
      productKey: 'club',
      name: 'filed',
      rateCards: [access],
      phases: [
        { key: 'intro', durationInCycles: 3, rateCards: [sold('base-intro', '5.00')] },
        { key: 'regular', durationInCycles: null, rateCards: [sold('base', '9.00')] },
      ],
    });
    const again = (await apply(file)).body['counts'];
    expect(again).toMatchObject({ create: 0, update: 0, version: 0 });
  });

  it('0-10, 3-12 creates new features in phases, and reports issues by their place there', async () => {
    const towel = { key: 'robe', feature: { key: 'robe', name: 'Robe', kind: 'boolean' }, entitlement: { kind: 'boolean' } };
    const [intro, regular] = stepped('').phases;
    const phases = [intro, { ...regular, rateCards: [sold('base', '9.00'), towel] }];
    const applied = await apply({ plans: [stepped('robes', { phases })] });
    expect(applied.body['counts']).toMatchObject({ create: 2 });
    expect(phasedIn(await get('/v1/plans/robes')).phases[1]?.rateCards[1]).toMatchObject({ featureKey: 'robe' });
    const unknown = { ...towel, feature: undefined, featureKey: 'no-such-feature' };
    const wrong = [
      intro,
      { ...regular, rateCards: [{ key: 'base', prices: [flat('base-usd', '9.00', { cycles: 2 })] }, unknown] },
    ];
    expect(issuesIn(await apply({ plans: [stepped('robes', { phases: wrong })] }))).toEqual([
      'cycles_immutable /plans/0/phases/1/rateCards/0/prices/0/cycles',
      'feature_not_found /plans/0/phases/1/rateCards/1/featureKey',
      'price_not_chargeable /plans/0/phases/1/rateCards/0/prices/0/cycles',
    ]);
  });

  it('3-12, 3-13 has a CSV row for each price of a phase, and imports a change of it', async () => {
    await launched('rows');
    const csv = await exportedCsv();
    expect(
      csv
        .split('\n')
        .filter((line) => line.startsWith('plan,rows,'))
        .map((line) => line.split(',')[3]),
    ).toEqual(['base-intro-usd', 'base-usd']);
    expect((await applyCsv(csv)).body['counts']).toMatchObject({ create: 0, update: 0, version: 0 });
    const header = 'offeringKind,offeringKey,rateCardKey,priceKey';
    await applyCsv(`${header},amount\nplan,rows,base-intro,base-intro-usd,4.00\n`);
    expect(cardsIn(await get('/v1/plans/rows'))).toEqual(['- access', 'intro base-intro 4.00', 'regular base 9.00']);
  });

  it('3-12 reports issues of a price of a phase with row and column', async () => {
    await launched('wrong-rows');
    const header = 'offeringKind,offeringKey,rateCardKey,priceKey';
    const badAmount = await applyCsv(
      `${header},amount\nplan,wrong-rows,base-intro,base-intro-usd,4.00\nplan,wrong-rows,base,base-usd,lots\n`,
    );
    expect([badAmount.status, issuesIn(badAmount)]).toEqual([400, [expect.stringMatching(/ \/rows\/3\/amount$/)]]);
    const cycles = await applyCsv(`${header},cycles\nplan,wrong-rows,base-intro,base-intro-usd,3\n`);
    expect(issuesIn(cycles)).toEqual(['cycles_immutable /rows/2/cycles', 'price_not_chargeable /rows/2/cycles']);
  });
});
