import { z } from 'zod';
import { type CatalogueCaller, startCatalogue } from './catalogue-caller.ts';
import { issuesIn } from './start-api.ts';

let api: CatalogueCaller;
beforeAll(async () => {
  api = await startCatalogue();
});
afterAll(() => api.stop());

const document = z.object({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.object({ parameters: z.array(z.object({ name: z.string(), in: z.string() })) })),
  ),
});

/** The paths of all paged lists in the OpenAPI document. */
async function listPaths(): Promise<readonly string[]> {
  const { paths } = document.parse((await api.call('GET', '/openapi.json')).body);
  return Object.entries(paths).flatMap(([path, { get }]) =>
    get?.parameters.some(({ name, in: place }) => place === 'query' && name === 'cursor') === true ? [path] : [],
  );
}

const keysAt = async (path: string): Promise<readonly unknown[]> => {
  const { body } = await api.call('GET', path);
  return z
    .object({ data: z.array(z.object({ key: z.string() })) })
    .parse(body)
    .data.map(({ key }) => key);
};

describe('a cursor', () => {
  it.each(['abc', 'MQ==', 'MDE', '-1', 'a%20b', ''])('is refused on every list if no page returned it: %j', async (cursor) => {
    const paths = await listPaths();
    expect(paths).toEqual(expect.arrayContaining(['/v1/plans', '/v1/subscriptions/{subscriptionId}/pending', '/v1/api-keys']));
    for (const path of paths) {
      const reply = await api.call('GET', `${path.replaceAll(/\{\w+\}/g, 'none')}?cursor=${cursor}`);
      expect([path, reply.status, issuesIn(reply)]).toEqual([path, 400, ['invalid /query/cursor']]);
      expect(reply.body['detail']).toBe('`/query/cursor` must be the `nextCursor` of the previous page.');
    }
  });

  it('after the end of a list gives an empty page', async () => {
    const { body } = await api.call('GET', `/v1/products?cursor=${Buffer.from('999999999999999').toString('base64url')}`);
    expect(body).toEqual({ data: [], nextCursor: null });
  });
});

describe.each(['/v1/plans', '/v1/add-ons', '/v1/single-purchases'])('GET %s', (path) => {
  beforeAll(async () => {
    await api.post('/v1/products', { key: 'other', name: 'Other' });
    await api.post(path, { productKey: 'club', key: 'draft', name: 'Draft', rateCards: [] });
    for (const key of ['sold', 'redone', 'gone'])
      await api.launched(path, { key, rateCards: [{ key: 'base', prices: [price] }] });
    await api.post(`${path}/redone/versions`, {});
    await api.post(`${path}/gone/archive`);
    await api.launched(path, { productKey: 'other', key: 'elsewhere', rateCards: [{ key: 'base', prices: [price] }] });
  });

  const price = {
    currency: 'USD',
    cadence: path === '/v1/single-purchases' ? 'oneTime' : { every: 1, unit: 'month' },
    timing: 'inAdvance',
    model: 'flat',
    amount: '5.00',
  };

  it.each([
    ['', ['draft', 'sold', 'redone', 'gone', 'elsewhere']],
    ['?status=draft', ['draft']],
    ['?status=launched', ['sold', 'redone', 'elsewhere']],
    ['?status=archived', ['gone']],
    ['?archived=true', ['gone']],
    ['?archived=false', ['draft', 'sold', 'redone', 'elsewhere']],
    ['?status=launched&productKey=club', ['sold', 'redone']],
    ['?status=launched&archived=true', []],
    ['?status=archived&archived=true', ['gone']],
  ])('%j lists %j', async (query, expected) => {
    expect(await keysAt(`${path}${query}`)).toEqual(expected);
  });

  it('refuses an unknown status and an invalid boolean', async () => {
    expect(issuesIn(await api.call('GET', `${path}?status=superseded&archived=1`))).toEqual([
      'invalid_value /query/status',
      'invalid_value /query/archived',
    ]);
  });
});

it('lists an offering as a draft again after unarchiving, and as launched after its launch', async () => {
  await api.post('/v1/plans', { productKey: 'club', key: 'back', name: 'Back', rateCards: [{ key: 'base' }] });
  await api.post('/v1/plans/back/archive');
  await api.post('/v1/plans/back/unarchive');
  expect(await keysAt('/v1/plans?status=draft')).toContain('back');
});
