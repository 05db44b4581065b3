import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { ensureTenant } from '../support/tenants.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  ({ id: tenantId } = await ensureTenant(database, { key: 'gym', name: 'Gym', mode: 'sandbox', apiKey: 'k' }));
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const aProduct = (key: string) => ({ id: `pro_${key}`, key, name: key, description: null, revision: 1 });
const writes = () => idempotentWrites(database);
const request = (key: string, requestHash = 'hash') => ({ tenantId, key, requestHash });

describe('runOnce', () => {
  it('does the work of two callers with one key once, and returns the same answer to both', async () => {
    let runs = 0;
    const run = () =>
      writes().runOnce(request('twice'), async (catalogue) => {
        runs += 1;
        return { status: 201, body: { inserted: await catalogue.insertProduct(aProduct('twice')), z: 1, a: 2 } };
      });
    const [first, second] = await Promise.all([run(), run()]);
    expect(runs).toBe(1);
    expect(first).toEqual({ kind: 'answered', answer: { status: 201, body: { inserted: 'inserted', z: 1, a: 2 } } });
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(JSON.stringify(await run())).toBe(JSON.stringify(first));
  });

  it('reports the reuse of a key for another request, and does nothing', async () => {
    await writes().runOnce(request('key', 'one'), async () => ({ status: 200, body: null }));
    const other = await writes().runOnce(request('key', 'two'), () => Promise.reject(new Error('must not run')));
    expect(other).toEqual({ kind: 'reused' });
  });

  it('stores the answer 422 and rolls back what the work wrote', async () => {
    const refuse = () =>
      writes().runOnce(request('refused'), async (catalogue) => {
        await catalogue.insertProduct(aProduct('refused'));
        return { status: 422, body: { code: 'invalid_offering' } };
      });
    const refused = { kind: 'answered', answer: { status: 422, body: { code: 'invalid_offering' } } };
    expect(await refuse()).toEqual(refused);
    expect(await catalogueReads(database).findProduct(tenantId, 'refused')).toBeNull();
    expect(await refuse()).toEqual(refused);
  });

  it('rolls back key and rows of work that throws, so that it can be repeated', async () => {
    const fail = writes().runOnce(request('thrown'), async (catalogue) => {
      await catalogue.insertProduct(aProduct('thrown'));
      throw new Error('lost');
    });
    await expect(fail).rejects.toThrow('lost');
    const again = await writes().runOnce(request('thrown'), async (catalogue) => ({
      status: 201,
      body: await catalogue.insertProduct(aProduct('thrown')),
    }));
    expect(again).toEqual({ kind: 'answered', answer: { status: 201, body: 'inserted' } });
  });

  it('lets work continue after it found a key of the catalogue taken', async () => {
    const answer = await writes().runOnce(request('taken'), async (catalogue) => ({
      status: 201,
      body: [
        await catalogue.insertProduct(aProduct('t')),
        await catalogue.insertProduct(aProduct('t')),
        (await catalogue.findProduct('t'))?.id,
      ],
    }));
    expect(answer).toEqual({ kind: 'answered', answer: { status: 201, body: ['inserted', 'taken', 'pro_t'] } });
  });
});

describe('claim and settle', () => {
  it('give a key the states fresh, unfinished and answered, and refuse it to another request', async () => {
    const keyed = writes();
    expect(await keyed.claim(tenantId, 'command', 'hash')).toEqual({ kind: 'fresh' });
    expect(await keyed.claim(tenantId, 'command', 'hash')).toEqual({ kind: 'unfinished' });
    expect(await keyed.claim(tenantId, 'command', 'other')).toEqual({ kind: 'reused' });
    const first = { status: 200, body: { revision: 2 } };
    expect(await keyed.settle(tenantId, 'command', first)).toEqual(first);
    expect(await keyed.settle(tenantId, 'command', { status: 202, body: null })).toEqual(first);
    expect(await keyed.claim(tenantId, 'command', 'hash')).toEqual({
      kind: 'answered',
      answer: { status: 200, body: { revision: 2 } },
    });
  });

  it('return the same answer, byte for byte, to ten concurrent settlements of a key', async () => {
    await writes().claim(tenantId, 'settled', 'hash');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, z) => writes().settle(tenantId, 'settled', { status: 200, body: { z, a: 1 } })),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('give a key to one of ten concurrent claims', async () => {
    const kinds = await Promise.all(Array.from({ length: 10 }, () => writes().claim(tenantId, 'race', 'hash')));
    expect(kinds.filter(({ kind }) => kind === 'fresh')).toHaveLength(1);
  });
});
