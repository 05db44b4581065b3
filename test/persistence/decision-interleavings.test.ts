import '../support/fixed-seed.ts';
import * as fc from 'fast-check';
import type { DecisionTransaction } from '../../src/application/ports/decisions.ts';
import { type TenantId, toAttachmentId, toSubscriptionId } from '../../src/domain/ids.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { attached, anAttachment, aGrant, aLine, created } from '../support/builders/records.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { aDecision, aGymTenant } from './tenant-fixture.ts';

// Two processes, each with a pool and with batches of its own, decide on the same subscriptions in any order.

let server: TestDatabase;
let owner: OwnerSession;
let databases: readonly [Database, Database];
let tenants = 0;

beforeAll(async () => {
  server = await createTestDatabase();
  owner = await openOwnerSession(server.ownerUrl);
  databases = [await openDatabase({ url: server.url }), await openDatabase({ url: server.url })];
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await owner.close();
  await server.drop();
});

interface Request {
  readonly subscription: string;
  readonly process: 0 | 1;
  readonly fails: boolean;
}

const aRequest: fc.Arbitrary<Request> = fc.record({
  subscription: fc.constantFrom('a', 'b', 'c', 'd'),
  process: fc.constantFrom(0, 1),
  fails: fc.nat(4).map((drawn) => drawn === 0),
});

/** Decides the next revision of the subscription, whatever it is by now: each attaches once and issues an invoice. */
const decideNext = (
  transaction: DecisionTransaction,
  tenantId: TenantId,
  { name, requestId, fails }: { readonly name: string; readonly requestId: string; readonly fails: boolean },
) =>
  transaction(tenantId, async (unit) => {
    const { state, revision } = await unit.load(toSubscriptionId(`sub_${name}`), { origin: 'client', requestId });
    const next = revision + 1;
    const attachment = anAttachment({ id: toAttachmentId(`att_${next}`) });
    const grant = aGrant({ id: `gra_${next}`, attachmentId: attachment.id });
    const line = aLine({ id: `lin_${name}_${next}`, attachmentId: attachment.id, grantIds: [grant.id] });
    const events = [
      ...(revision === 0 ? created(`sub_${name}`) : []),
      ...attached({ attachment, grant, line, invoiceId: `inv_${name}_${next}` }),
    ];
    await unit.save(aDecision(`sub_${name}`, { before: state, events, revision: next, requestId }));
    if (fails) throw new Error('planted');
  });

/** The rows that the decisions left behind, without what depends on the order: tenant, request ids and invoice numbers. */
async function rowsOf(tenantId: TenantId): Promise<unknown> {
  const tables = ['subscription', 'decision', 'subscription_add_on', 'access_grant', 'invoice', 'invoice_line', 'outbox'];
  const varying = `array['tenant_id', 'request_id', 'number', 'sequence', 'position', 'written_at']`;
  const read = async (table: string) =>
    owner.query(
      `select (to_jsonb(t) - ${varying}) #- '{payload,requestId}' as row from ${table} t where tenant_id = ? order by 1`,
      [tenantId],
    );
  return Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await read(table)] as const)));
}

/** The decisions whose rows were written by more than one transaction. */
const tornDecisions = (tenantId: TenantId) =>
  owner.query(
    `select d.subscription_id, d.revision from decision d
       join outbox o using (tenant_id, subscription_id, revision) join invoice i using (tenant_id, subscription_id, revision)
       join invoice_line l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
     where d.tenant_id = ? and (d.xmin <> o.xmin or d.xmin <> i.xmin or d.xmin <> l.xmin)`,
    [tenantId],
  );

async function aTenant(): Promise<TenantId> {
  tenants += 1;
  return aGymTenant(databases[0], `gym ${tenants}`);
}

describe('decisions of two processes', () => {
  it('end with the rows of the same decisions one at a time, whatever their order, and with numbers without gaps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aRequest, { minLength: 1, maxLength: 40 }), async (requests) => {
        const [tenantId, model] = [await aTenant(), await aTenant()];
        const transactions = [decisionTransaction(databases[0]), decisionTransaction(databases[1])] as const;
        const decided = requests.map(({ subscription: name, process, fails }, index) =>
          decideNext(transactions[process], tenantId, { name, requestId: `request-${index}`, fails }),
        );
        const failed = (await Promise.allSettled(decided)).map(({ status }) => status === 'rejected');
        expect(failed).toEqual(requests.map(({ fails }) => fails));
        for (const [index, { subscription: name, fails }] of requests.entries())
          if (!fails)
            await decideNext(decisionTransaction(databases[0]), model, { name, requestId: `request-${index}`, fails });
        expect(await rowsOf(tenantId)).toEqual(await rowsOf(model));
        expect(await tornDecisions(tenantId)).toEqual([]);
        const numbers = await owner.query<{ n: number }>(`select sequence as n from invoice where tenant_id = ? order by 1`, [
          tenantId,
        ]);
        expect(numbers.map(({ n }) => n)).toEqual(numbers.map((_, index) => index + 1));
      }),
      { numRuns: 15 },
    );
  });

  it('never wait for each other in a circle', async () => {
    const tenantId = await aTenant();
    const own = await Promise.all([openDatabase({ url: server.url }), openDatabase({ url: server.url })]);
    const names = Array.from({ length: 12 }, (_, index) => String.fromCharCode(97 + index));
    const [one, other] = [decisionTransaction(own[0]), decisionTransaction(own[1])];
    for (let round = 0; round < 8; round += 1) {
      const forwards = names.map((name) => decideNext(one, tenantId, { name, requestId: `one-${round}`, fails: false }));
      const backwards = names
        .toReversed()
        .map((name) => decideNext(other, tenantId, { name, requestId: `other-${round}`, fails: false }));
      await Promise.all([...forwards, ...backwards]);
    }
    // A session reports its deadlocks at the latest when it ends.
    await Promise.all(own.map((database) => database.close()));
    const [row] = await owner.query<{ deadlocks: string }>(
      `select deadlocks::text from pg_stat_database where datname = current_database()`,
    );
    expect(row?.deadlocks).toBe('0');
  });
});
