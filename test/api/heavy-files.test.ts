import { monitorEventLoopDelay } from 'node:perf_hooks';
import { runInFileThread } from '../../src/api/catalogue-file/file-thread.ts';
import { type ApiUnderTest, issuesIn, type Reply, startApi } from './start-api.ts';
import { flatBody } from '../support/builders/price-bodies.ts';

// A worker thread reads large files, so that other requests are served meanwhile; a refusal stays small.

let api: ApiUnderTest;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const csv = { 'content-type': 'text/csv' };
const send = (text: string, headers: Record<string, string> = {}): Promise<Reply> =>
  api.call('POST', '/v1/catalog/import?dryRun=true', { text, headers });
const header = 'offeringKind,offeringKey,rateCardKey,priceKey';

describe('a large file', () => {
  it.each<[string, string, Record<string, string>, readonly string[]]>([
    ['millions of commas', ','.repeat(2_000_000), csv, ['too_many_columns /rows/1/offeringKind']],
    ['thousands of columns', ','.repeat(20_000), csv, ['too_many_columns /rows/1/offeringKind']],
    [
      'a row of millions of cells',
      `${header}\nx${','.repeat(2_000_000)}`,
      csv,
      ['row_length /rows/2/offeringKind', 'invalid_value /rows/2/offeringKind'],
    ],
    ['a cell of millions of characters', `${header}\n${'x'.repeat(2_000_000)}`, csv, ['malformed_csv /rows/2/offeringKind']],
    ['too many rows', `${header}\n${'plan,a,b,c\n'.repeat(100_001)}`, csv, ['too_many_rows /rows/100002/offeringKind']],
    ['a list that is too long', JSON.stringify({ plans: Array(10_001).fill(1) }), {}, ['too_big /plans']],
  ])('with %s is refused with the reason', async (_what, text, headers, issues) => {
    const reply = await send(text, headers);
    expect([reply.status, issuesIn(reply)]).toEqual([400, issues]);
  });

  it('with deeply nested lists is refused before it is parsed', async () => {
    const reply = await send('['.repeat(5_000_000));
    expect([reply.status, reply.body['code'], reply.body['detail']]).toEqual([
      400,
      'malformed_json',
      'The file must not be nested deeper than 64 levels.',
    ]);
  });

  it('with a hundred thousand errors is answered with the first hundred', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `nothing,a${index},b,c`);
    const reply = await send([header, ...rows].join('\n'), csv);
    expect([reply.status, issuesIn(reply).length]).toEqual([400, 101]);
    expect(JSON.stringify(reply.body).length).toBeLessThan(200_000);
  });

  it('does not delay others: a later call is answered first', async () => {
    const answered: string[] = [];
    const file = send(`${header}\n${'nothing,a,b,c\n'.repeat(20_000)}`, csv).then(() => answered.push('file'));
    await api.call('GET', '/healthz').then(() => answered.push('health'));
    await file;
    expect(answered).toEqual(['health', 'file']);
  });

  it('with text that cannot be stored is refused with row and column', async () => {
    const reply = await send(`${header},sku\nplan,a,b,c,x\0y`, csv);
    expect(issuesIn(reply)).toContain('invalid_format /rows/2/sku');
  });
});

describe('the import of a large file', () => {
  const price = flatBody('5.00');
  const rateCards = Array.from({ length: 10 }, (_, card) => ({ key: `c${card}`, prices: [price] }));
  const addOns = Array.from({ length: 500 }, (_, index) => ({ key: `a${index}`, productKey: 'club', name: 'A', rateCards }));
  const file = JSON.stringify({ products: [{ key: 'club', name: 'Club' }], addOns });

  it('blocks the event loop only briefly: the longest block is less than half of the import and of the export', async () => {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const beganMs = performance.now();
    const applied = await api.call('POST', '/v1/catalog/import', { text: file });
    expect([applied.status, (await api.call('GET', '/v1/catalog/export?format=json')).status]).toEqual([200, 200]);
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan((performance.now() - beganMs) / 2);
  });
});

describe('a file above the limits', () => {
  const names = Array.from({ length: 9_999 }, (_, index) => ({ key: `k${index}`, name: 'N'.repeat(100), kind: 'boolean' }));
  const many = JSON.stringify({ features: names });

  it.each([
    ['more time', { timeoutMs: 1, memoryMb: 512 }, '{}'],
    ['more memory', { timeoutMs: 30_000, memoryMb: 4 }, many],
  ])('is refused if it takes %s than allowed', async (_what, fileLimits, text) => {
    const limited = await startApi({ fileLimits });
    const reply = await limited.call('POST', '/v1/catalog/import?dryRun=true', { text });
    await limited.stop();
    expect([reply.status, reply.body['code']]).toEqual([413, 'file_too_heavy']);
  });

  it('is refused with Retry-After while eight others wait, which are served', async () => {
    const file = { bytes: new TextEncoder().encode(many), contentType: 'application/json' };
    const others = Array.from({ length: 8 }, () => runInFileThread<'read'>({ kind: 'read', file }));
    const reply = await send('{}');
    expect([reply.status, reply.body['code'], reply.headers.get('retry-after')]).toEqual([503, 'importer_busy', '5']);
    expect((await Promise.all(others)).map(({ ok }) => ok)).toEqual(others.map(() => true));
  });
});
