import { type CatalogueCaller, flat, refusalOf, startCatalogue } from './catalogue-caller.ts';
import { issuesIn, type Reply } from './start-api.ts';

let api: CatalogueCaller;
beforeAll(async () => {
  api = await startCatalogue();
  await api.post('/v1/customers', { key: 'ada', name: 'Ada', currency: 'USD' });
});
afterAll(() => api.stop());

const cardOf = (key: string, more: object = {}) => ({ key: 'card', prices: [{ ...flat(`${key}-usd`, 'USD'), ...more }] });
const offering = (key: string, more: object = {}) => ({ productKey: 'club', key, name: key, rateCards: [cardOf(key, more)] });
const offeredWith = async (planKey: string): Promise<readonly string[]> => {
  const { body } = await api.call('GET', `/v1/catalog/offer?customerId=ada&planKey=${planKey}`);
  return (body['addOns'] as readonly { readonly key: string }[]).map(({ key }) => key);
};
const warningsOf = ({ body }: Reply): readonly string[] =>
  (body['warnings'] as readonly { readonly code: string; readonly detail: string }[]).map(
    ({ code, detail }) => `${code}: ${detail}`,
  );
const usd = (name: string, reason: string) =>
  `price_not_chargeable: The price \`${name}-usd\` is ${reason}, which cannot be sold yet.`;

describe('a price that cannot be charged yet', () => {
  it.each([
    ['arrears', { timing: 'inArrears' }, 'timing', 'charged in arrears'],
    ['three', { cycles: 3 }, 'cycles', 'limited to 3 billing cycles'],
    ['tries', { trialDays: 7 }, 'trialDays', 'sold with a trial of its own'],
    [
      'discounted',
      { discounts: [{ kind: 'percent', percent: '10', cycles: 2 }] },
      'discounts',
      'discounted for some cycles only',
    ],
  ])('warns at the launch of an add-on, is not offered and cannot be mandatory: %s', async (name, more, field, reason) => {
    await api.post('/v1/add-ons', offering(name, more));
    const launched = await api.post(`/v1/add-ons/${name}/launch`);
    expect([launched.status, warningsOf(launched)]).toEqual([200, [usd(name, reason)]]);

    await api.post('/v1/plans', { ...offering(`with-${name}`), addOns: [{ addOnKey: name }] });
    const plan = await api.post(`/v1/plans/with-${name}/launch`);
    expect([plan.status, plan.body['warnings']]).toEqual([
      200,
      [
        {
          code: 'price_not_chargeable',
          detail: `The add-on \`${name}\` is not offered there. The price \`${name}-usd\` is ${reason}, which cannot be sold yet.`,
          linkedBy: [`with-${name}`],
        },
      ],
    ]);
    expect(await offeredWith(`with-${name}`)).toEqual([]);

    const addOns = [{ addOnKey: name, requirement: 'mandatory' }];
    await api.post('/v1/plans', { ...offering(`needs-${name}`), addOns });
    const forced = await api.post(`/v1/plans/needs-${name}/launch`);
    expect([refusalOf(forced), issuesIn(forced)]).toEqual([
      '422 invalid_offering',
      ['price_not_chargeable /addOns/0/addOnKey'],
    ]);

    await api.post('/v1/plans', offering(`own-${name}`, more));
    const own = await api.post(`/v1/plans/own-${name}/launch`);
    expect([refusalOf(own), issuesIn(own)]).toEqual([
      '422 invalid_offering',
      [`price_not_chargeable /rateCards/0/prices/0/${field}`],
    ]);
  });

  it('prevents the launch of a new version of an add-on that is mandatory for a plan on sale', async () => {
    await api.launched('/v1/add-ons', offering('towel'));
    await api.launched('/v1/plans', { ...offering('spa'), addOns: [{ addOnKey: 'towel', requirement: 'mandatory' }] });
    await api.post('/v1/add-ons/towel/versions', { rateCards: [cardOf('towel', { timing: 'inArrears' })] });
    expect(issuesIn(await api.post('/v1/add-ons/towel/launch'))).toEqual(['price_not_chargeable /rateCards/0/prices']);
  });

  it('can be a price of a link too', async () => {
    await api.launched('/v1/add-ons', offering('robe'));
    const late = { ...flat('robe-here', 'USD'), rateCardKey: 'card', timing: 'inArrears' };
    const link = { addOnKey: 'robe', prices: [late] };
    await api.launched('/v1/plans', { ...offering('hotel'), addOns: [link] });
    expect(await offeredWith('hotel')).toEqual([]);
    await api.post('/v1/plans', { ...offering('resort'), addOns: [{ ...link, requirement: 'mandatory' }] });
    expect(issuesIn(await api.post('/v1/plans/resort/launch'))).toEqual(['price_not_chargeable /addOns/0/addOnKey']);
  });

  it('gives a warning when it is unarchived, and removes a plan from the offer', async () => {
    const archived = { ...flat('fee-usd', 'USD'), timing: 'inArrears', archived: true };
    const cards = [cardOf('bar'), { key: 'fee', prices: [archived, { ...flat('now-usd', 'USD') }] }];
    await api.launched('/v1/plans', { ...offering('bar'), rateCards: cards });
    const edit = { prices: { 'fee-usd': { archived: false }, 'now-usd': { archived: true } } };
    expect(warningsOf(await api.patch('/v1/plans/bar', edit))).toEqual([usd('fee', 'charged in arrears')]);
    const offer = await api.call('GET', '/v1/catalog/offer?customerId=ada&planKey=bar');
    expect(refusalOf(offer)).toBe('422 price_not_chargeable');
  });

  it('gives a warning in an import that launches it, also in a dry run', async () => {
    const late = { ...offering('locker', { timing: 'inArrears' }), key: 'locker' };
    const file = { addOns: [late], plans: [{ ...offering('lockers'), key: 'lockers', addOns: [{ addOnKey: 'locker' }] }] };
    const said = [
      usd('locker', 'charged in arrears'),
      'price_not_chargeable: The add-on `locker` is not offered there. The price `locker-usd` is charged in arrears, which cannot be sold yet.',
    ];
    expect(warningsOf(await api.post('/v1/catalog/import?dryRun=true', file))).toEqual(said);
    expect(warningsOf(await api.post('/v1/catalog/import', file))).toEqual(said);
    expect(warningsOf(await api.post('/v1/catalog/import', file))).toEqual([]);
    const forced = { plans: [{ ...file.plans[0], key: 'forced', addOns: [{ addOnKey: 'locker', requirement: 'mandatory' }] }] };
    expect(issuesIn(await api.post('/v1/catalog/import', forced))).toContain('price_not_chargeable /plans/0/addOns/0/addOnKey');
  });

  it('gives no warning if everything can be bought', async () => {
    await api.post('/v1/add-ons', offering('plain'));
    expect((await api.post('/v1/add-ons/plain/launch')).body).toMatchObject({ status: 'launched', warnings: [] });
  });
});

describe('cadences that the plan does not have', () => {
  it.each(['divides', 'independent'])('are refused at the launch of the plan: %s', async (cadence) => {
    const often = { every: 3, unit: 'month' };
    await api.post('/v1/add-ons', offering(`quarterly-${cadence}`, { cadence: often }));
    expect((await api.post(`/v1/add-ons/quarterly-${cadence}/launch`)).status).toBe(200);
    const addOns = [{ addOnKey: `quarterly-${cadence}`, policies: { cadence } }];
    await api.post('/v1/plans', { ...offering(`monthly-${cadence}`), addOns });
    const plan = await api.post(`/v1/plans/monthly-${cadence}/launch`);
    expect([refusalOf(plan), issuesIn(plan), plan.body['detail']]).toEqual([
      '422 invalid_offering',
      ['cadence_not_sellable /addOns/0/addOnKey'],
      `The rate card \`card\` of the add-on \`quarterly-${cadence}\` fits \`monthly-${cadence}\` in USD per month only by the policy \`cadence\` = \`${cadence}\`, which cannot be sold yet.`,
    ]);
  });

  it('give a warning at the launch of an add-on with a policy that allows them', async () => {
    await api.post('/v1/add-ons', { ...offering('own-way'), policies: { cadence: 'independent' } });
    expect(warningsOf(await api.post('/v1/add-ons/own-way/launch'))).toEqual([
      'cadence_not_sellable: `own-way` sets the policy `cadence` to `independent`, which cannot be sold yet.',
    ]);
  });

  it('are refused if a link of a plan on sale allows them', async () => {
    await api.launched('/v1/add-ons', offering('sauna'));
    await api.launched('/v1/plans', { ...offering('open'), policies: { 'compatibility.lock': 'open' } });
    const linked = await api.post('/v1/plans/open/add-ons', { addOnKey: 'sauna', policies: { cadence: 'independent' } });
    expect(issuesIn(linked)).toEqual(['cadence_not_sellable /addOns/0/addOnKey']);
    expect((await api.call('GET', '/v1/plans/open')).body).toMatchObject({ version: 1, addOns: [] });
  });
});
