import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

let api: ApiUnderTest;
const post = (path: string, body: unknown = {}): Promise<Reply> => api.call('POST', path, { body });

const price = flatBody('5.00');
const slugOf = (name: string) => name.toLowerCase().replace(' ', '-');
const cardOf = (feature: { readonly name: string; readonly key?: string }) => ({
  key: `card-${slugOf(feature.name)}`,
  feature: { kind: 'boolean', ...feature },
  entitlement: { kind: 'boolean' },
  prices: [],
});
const offering = (key: string, more: object = {}) => ({ productKey: 'club', key, name: key, ...more });
const priced = (...prices: readonly object[]) => [{ key: 'base', prices }];
const featureKeys = async () => {
  const { body } = await api.call('GET', '/v1/features?limit=100');
  return (body['data'] as readonly { readonly key: string }[]).map(({ key }) => key);
};
const rounds = Array.from({ length: 20 }, (_, round) => round);
const statusesOf = async (...calls: readonly Promise<Reply>[]) =>
  (await Promise.all(calls)).map(({ status }) => status).toSorted((a, b) => a - b);

beforeEach(async () => {
  api = await startApi();
  await post('/v1/products', { key: 'club', name: 'Club' });
});
afterEach(() => api.stop());

describe('inline features of rate cards', () => {
  it('0-10 are created in the order of their keys, stated or derived, also in phases, one for each card', async () => {
    const phase = {
      key: 'all',
      durationInCycles: null,
      rateCards: [cardOf({ name: 'Bar' }), cardOf({ name: 'X', key: 'aqua' })],
    };
    const reply = await post(
      '/v1/plans',
      offering('basic', { rateCards: [cardOf({ name: 'Yoga' }), cardOf({ name: 'Sauna' })], phases: [phase] }),
    );
    expect(reply.body).toMatchObject({
      rateCards: [{ featureKey: 'yoga' }, { featureKey: 'sauna' }],
      phases: [{ rateCards: [{ featureKey: 'bar' }, { featureKey: 'aqua' }] }],
    });
    expect(await featureKeys()).toEqual(['aqua', 'bar', 'sauna', 'yoga']);
  });

  it('0-10 get a suffix if their derived key is taken, also by an earlier card of the offering', async () => {
    const reply = await post(
      '/v1/add-ons',
      offering('water', {
        rateCards: [
          { ...cardOf({ name: 'Pool' }), key: 'first' },
          { ...cardOf({ name: 'Pool' }), key: 'second' },
        ],
      }),
    );
    expect(reply.body['rateCards']).toMatchObject([{ featureKey: 'pool' }, { featureKey: expect.stringMatching(/^pool-/) }]);
  });

  it('0-10 are refused with the pointers of all cards whose key is taken, in the order of the cards', async () => {
    await post('/v1/features', { key: 'sauna', name: 'Sauna', kind: 'boolean' });
    await post('/v1/features', { key: 'bar', name: 'Bar', kind: 'boolean' });
    const rateCards = [cardOf({ name: 'Yoga' }), cardOf({ name: 'Sauna', key: 'sauna' })];
    const phase = { key: 'all', durationInCycles: null, rateCards: [cardOf({ name: 'Bar', key: 'bar' })] };
    const reply = await post('/v1/plans', offering('basic', { rateCards, phases: [phase] }));
    expect([reply.status, issuesIn(reply)]).toEqual([
      409,
      ['key_already_used /rateCards/1/feature/key', 'key_already_used /phases/0/rateCards/0/feature/key'],
    ]);
    expect(await featureKeys()).toEqual(['sauna', 'bar']);
  });
});

describe('two concurrent creations with the same features in opposite orders', () => {
  const both = (round: number, featuresOf: (name: string) => { readonly name: string; readonly key?: string }) => {
    const cards = ['Aqua', 'Bar', 'Court', 'Dojo', 'Sauna', 'Yoga'].map((name) => cardOf(featuresOf(`${name} ${round}`)));
    return statusesOf(
      post('/v1/plans', offering(`one-${round}`, { rateCards: cards })),
      post('/v1/add-ons', offering(`two-${round}`, { rateCards: cards.toReversed() })),
    );
  };

  it('both succeed with derived keys', async () => {
    const statuses: unknown[] = [];
    for (const round of rounds) statuses.push(await both(round, (name) => ({ name })));
    expect(statuses).toEqual(rounds.map(() => [201, 201]));
  });

  it('succeed once with stated keys; the other is refused', async () => {
    const statuses: unknown[] = [];
    for (const round of rounds) statuses.push(await both(round, (name) => ({ name, key: slugOf(name) })));
    expect(statuses).toEqual(rounds.map(() => [201, 409]));
  });
});

describe('a plan that links an add-on, concurrent with a new draft of that add-on', () => {
  it('both succeed, although both create the same feature', async () => {
    const statuses: unknown[] = [];
    for (const round of rounds) {
      const key = `water-${round}`;
      await post('/v1/add-ons', offering(key, { rateCards: priced(price) }));
      expect((await post(`/v1/add-ons/${key}/launch`)).status).toBe(200);
      const rateCards = [cardOf({ name: `Pool ${round}` })];
      const links = [{ addOnKey: key }];
      statuses.push(
        await statusesOf(
          post('/v1/plans', offering(`plan-${round}`, { rateCards, addOns: links })),
          post(`/v1/add-ons/${key}/versions`, { rateCards }),
        ),
      );
    }
    expect(statuses).toEqual(rounds.map(() => [201, 201]));
  });
});
