import type { DecisionRecord, DecisionTransaction } from '../../src/application/ports/decisions.ts';
import { type TenantId, toAttachmentId, toSubscriptionId } from '../../src/domain/ids.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { DatabaseUnavailable, PersistenceConflict } from '../../src/persistence/database/errors.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { attached, anAttachment, aGrant, aLine, created } from '../support/builders/records.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { waitFor } from '../support/wait-for.ts';
import { aDecision, aGymTenant } from './tenant-fixture.ts';

// The first decision of a tenant starts at once, alone. Those that are sent in the same turn of the event loop wait for it and share the
// next transaction: so a test knows which decisions are together.

let server: TestDatabase;
let owner: OwnerSession;
let database: Database;
let tenantId: TenantId;
let transaction: DecisionTransaction;
let tenants = 0;

beforeAll(async () => {
  server = await createTestDatabase();
  owner = await openOwnerSession(server.ownerUrl);
  database = await openDatabase({ url: server.url });
});
beforeEach(async () => {
  tenants += 1;
  tenantId = await aGymTenant(database, `gym ${tenants}`);
  transaction = decisionTransaction(database);
});
afterAll(async () => {
  await database.close();
  await owner.close();
  await server.drop();
});

/** A creation with an invoice of one line. */
const creation = (name: string, more: Partial<DecisionRecord> = {}): DecisionRecord => {
  const events = [...created(`sub_${name}`), ...attached({ line: aLine({ id: `lin_${name}` }), invoiceId: `inv_${name}` })];
  return aDecision(`sub_${name}`, { events, ...more });
};

/** The decision after it, with a second invoice. */
const second = (name: string, more: Partial<DecisionRecord> = {}): DecisionRecord => {
  const attachment = anAttachment({ id: toAttachmentId('att_2') });
  const grant = aGrant({ id: 'gra_2', attachmentId: attachment.id });
  const line = aLine({ id: `lin_${name}_2`, attachmentId: attachment.id, grantIds: [grant.id] });
  const events = attached({ attachment, grant, line, invoiceId: `inv_${name}_2` });
  return aDecision(`sub_${name}`, { before: creation(name).after, events, revision: 2, ...more });
};

interface Hooks {
  readonly through?: DecisionTransaction;
  /** Runs between the saving and the end of the work. */
  readonly beforeEnd?: () => Promise<void> | void;
}

const decide = (decision: DecisionRecord, { through = transaction, beforeEnd }: Hooks = {}) =>
  through(tenantId, async (unit) => {
    const { decided } = await unit.load(decision.subscriptionId, decision);
    if (decided !== null) return decided.outcome;
    await unit.save(decision);
    await beforeEnd?.();
    return decision.outcome;
  });

/** Sends the decisions at once: the first is decided alone, the others together. */
const atOnce = (...works: readonly (() => Promise<unknown>)[]) => Promise.allSettled(works.map((work) => work()));
const send = (decision: DecisionRecord, hooks?: Hooks) => () => decide(decision, hooks);

const resultsOf = (settled: readonly PromiseSettledResult<unknown>[]): readonly unknown[] =>
  settled.map((each) => (each.status === 'fulfilled' ? 'decided' : each.reason));

interface Written {
  readonly id: string;
  readonly revision: number;
  /** The transactions that wrote its rows. */
  readonly transactions: readonly string[];
}

/** The decisions of the tenant, each with the transactions of its decision, outbox, invoice and line rows. */
const written = (): Promise<readonly Written[]> =>
  owner.query<Written>(
    `select d.subscription_id as id, d.revision, array(
        select distinct x from unnest(array[d.xmin::text, o.xmin::text, i.xmin::text, l.xmin::text]) x where x is not null) as transactions
     from decision d
       left join outbox o using (tenant_id, subscription_id, revision)
       left join invoice i using (tenant_id, subscription_id, revision)
       left join invoice_line l on l.tenant_id = i.tenant_id and l.invoice_id = i.id
     where d.tenant_id = ? order by 1, 2`,
    [tenantId],
  );

/** The subscriptions by the transactions that wrote a decision of theirs, the smallest first. Each decision has one transaction. */
async function batches(): Promise<readonly (readonly string[])[]> {
  const rows = await written();
  for (const { transactions } of rows) expect(transactions).toHaveLength(1);
  const groups = Map.groupBy(rows, ({ transactions }) => transactions[0]);
  const names = [...groups.values()].map((group) => group.map(({ id }) => id.slice('sub_'.length)));
  return names.toSorted((a, b) => a.length - b.length || a.join().localeCompare(b.join()));
}

/** The invoice numbers of the tenant, which have no gaps. */
async function expectGaplessNumbers(count: number): Promise<void> {
  const rows = await owner.query<{ sequence: number }>(`select sequence from invoice where tenant_id = ? order by 1`, [
    tenantId,
  ]);
  expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
}

describe('decisions of one tenant', () => {
  it('start at once where no transaction of it runs, and otherwise share the next one', async () => {
    await atOnce(...['a', 'b', 'c', 'd'].map((name) => send(creation(name))));
    expect(await batches()).toEqual([['a'], ['b', 'c', 'd']]);
    await atOnce(...['a', 'b', 'c', 'd'].map((name) => send(second(name))));
    expect((await batches()).map((batch) => batch.length)).toEqual([1, 1, 3, 3]);
    await expectGaplessNumbers(8);
  });

  it('are never in one transaction where they are of one subscription', async () => {
    const settled = await atOnce(
      send(creation('a')),
      send(creation('b')),
      send(creation('b')),
      send(second('b')),
      send(creation('c')),
    );
    expect(resultsOf(settled)).toEqual(['decided', 'decided', 'decided', 'decided', 'decided']);
    expect(await batches()).toEqual([['a'], ['b'], ['b', 'c']]);
  });

  it('are at most 24 in one transaction', async () => {
    const names = Array.from({ length: 30 }, (_, index) => String(index).padStart(2, '0'));
    await atOnce(...names.map((name) => send(creation(name))));
    expect((await batches()).map((batch) => batch.length)).toEqual([1, 5, 24]);
    await expectGaplessNumbers(30);
  });

  it('do not share one with those of another tenant', async () => {
    const here = tenantId;
    const sent = atOnce(send(creation('a')), send(creation('b')));
    tenantId = await aGymTenant(database, `gym ${tenants} next door`);
    await atOnce(send(creation('a')), send(creation('b')));
    await sent;
    expect(await batches()).toEqual([['a'], ['b']]);
    tenantId = here;
    expect(await batches()).toEqual([['a'], ['b']]);
  });
});

describe('a member that fails takes no other with it', () => {
  const works = (failing: () => Promise<unknown>) =>
    atOnce(send(creation('first')), send(creation('a')), failing, send(creation('b')), send(creation('c')));
  const decidedAround = (failed: unknown) => ['decided', 'decided', failed, 'decided', 'decided'];

  it('because its work throws after it has saved', async () => {
    const settled = await works(
      send(creation('x'), {
        beforeEnd: () => {
          throw new Error('changed its mind');
        },
      }),
    );
    expect(resultsOf(settled)).toEqual(decidedAround(expect.objectContaining({ message: 'changed its mind' })));
    expect(await batches()).toEqual([['first'], ['a', 'b', 'c']]);
    await expectGaplessNumbers(4);
  });

  it('because it saves nothing: a refusal', async () => {
    const settled = await works(() => transaction(tenantId, (unit) => unit.load(toSubscriptionId('sub_x'), creation('x'))));
    expect(resultsOf(settled)).toEqual(decidedAround('decided'));
    expect(await batches()).toEqual([['first'], ['a', 'b', 'c']]);
  });

  it('because a constraint rejects its rows: the others are decided again, alone', async () => {
    const settled = await works(send(creation('x', { consequences: creation('first').consequences })));
    expect(resultsOf(settled)).toEqual(decidedAround(expect.any(PersistenceConflict)));
    expect(await batches()).toEqual([['a'], ['b'], ['c'], ['first']]);
    await expectGaplessNumbers(4);
  });

  it('because a deferred constraint rejects it at the commit', async () => {
    await owner.query(
      `create function planted_fault() returns trigger language plpgsql as $$ begin raise exception 'planted' using errcode = '23514'; end $$`,
    );
    await owner.query(
      `create constraint trigger planted after insert on outbox deferrable initially deferred for each row
       when (new.subscription_id = 'sub_x') execute function planted_fault()`,
    );
    const settled = await works(send(creation('x')));
    await owner.query(`drop function planted_fault cascade`);
    expect(resultsOf(settled)).toEqual(decidedAround(expect.any(PersistenceConflict)));
    await expectGaplessNumbers(4);
  });

  it('because its revision does not follow', async () => {
    const settled = await works(send(second('x')));
    expect(resultsOf(settled)).toEqual(
      decidedAround(expect.objectContaining({ message: 'revision 2 of sub_x does not follow' })),
    );
    await expectGaplessNumbers(4);
  });

  it('because it waits for something else: the others are committed before, and it is decided alone', async () => {
    const until = Promise.withResolvers<void>();
    let runs = 0;
    const slow = send(creation('x'), {
      beforeEnd: () => {
        runs += 1;
        return until.promise;
      },
    });
    const all = works(slow);
    await waitFor('the others are committed', async () => (await written()).length === 4);
    until.resolve();
    expect(resultsOf(await all)).toEqual(decidedAround('decided'));
    expect([runs, await batches()]).toEqual([2, [['first'], ['x'], ['a', 'b', 'c']]]);
    await expectGaplessNumbers(5);
  });
});

describe('a lone decision that waits for something else', () => {
  it('keeps its transaction, and no other waits for it', async () => {
    const until = Promise.withResolvers<void>();
    const slow = decide(creation('slow'), { beforeEnd: () => until.promise });
    await decide(creation('a'));
    expect(await batches()).toEqual([['a']]);
    until.resolve();
    await slow;
    expect(await batches()).toEqual([['a'], ['slow']]);
  });
});

describe('a subscription that another transaction holds', () => {
  it('is waited for by its own decision only', async () => {
    await atOnce(send(creation('a')), send(creation('b')), send(creation('c')));
    const release = await owner.lockSubscriptions(['sub_b']);
    const all = atOnce(send(second('a')), send(second('b')), send(second('c')));
    await waitFor('the other two are committed', async () => (await written()).length === 5);
    expect(await owner.waitingDecisions()).toBe(1);
    await release();
    expect(resultsOf(await all)).toEqual(['decided', 'decided', 'decided']);
    await expectGaplessNumbers(6);
  });

  it('is DatabaseUnavailable after 3 s, for its own decision only', async () => {
    await atOnce(send(creation('a')), send(creation('b')), send(creation('c')));
    const release = await owner.lockSubscriptions(['sub_b']);
    const settled = await atOnce(send(second('a')), send(second('b')), send(second('c')));
    await release();
    expect(resultsOf(settled)).toEqual(['decided', expect.any(DatabaseUnavailable), 'decided']);
    await expectGaplessNumbers(5);
  });
});

describe('a row of the catalogue that another transaction holds', () => {
  it('fails only the decision that writes a grant of it', async () => {
    const bare = (name: string) => aDecision(`sub_${name}`, { events: created(`sub_${name}`) });
    await atOnce(send(creation('first')), send(creation('x')), send(bare('a')), send(bare('b')));
    await database.inTenant(tenantId, async (em) => {
      await em.execute(`select from feature for update`);
      const quiet = (name: string) => aDecision(`sub_${name}`, { before: bare(name).after, events: [], revision: 2 });
      const settled = await atOnce(
        send(aDecision('sub_first', { before: creation('first').after, events: [], revision: 2 })),
        send(quiet('a')),
        send(second('x')),
        send(quiet('b')),
      );
      expect(resultsOf(settled)).toEqual(['decided', 'decided', expect.any(DatabaseUnavailable), 'decided']);
    });
    expect(resultsOf(await atOnce(send(second('x'))))).toEqual(['decided']);
    await expectGaplessNumbers(3);
  });
});

describe('a connection that is lost', () => {
  const names = ['first', 'a', 'b', 'c'];
  const sendAll = () => atOnce(...names.map((name) => send(creation(name))));
  const unavailable = expect.any(DatabaseUnavailable);

  /** Ends the session that writes a row of sub_b, at once or at its commit. */
  const killWriter = async (moment: 'initially immediate' | 'initially deferred') => {
    await owner.query(
      `create function planted_kill() returns trigger language plpgsql security definer as $$
       begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$`,
    );
    await owner.query(
      `create constraint trigger planted after insert on outbox deferrable ${moment} for each row
       when (new.subscription_id = 'sub_b') execute function planted_kill()`,
    );
  };

  it.each(['initially immediate', 'initially deferred'] as const)(
    'in the write (%s) is an outage for every member, and each succeeds when it is sent again',
    async (moment) => {
      await killWriter(moment);
      expect(resultsOf(await sendAll())).toEqual(['decided', unavailable, unavailable, unavailable]);
      await owner.query(`drop function planted_kill cascade`);
      expect(await batches()).toEqual([['first']]);
      expect(resultsOf(await sendAll())).toEqual(['decided', 'decided', 'decided', 'decided']);
      expect((await batches()).flat().toSorted()).toEqual(['a', 'b', 'c', 'first']);
      await expectGaplessNumbers(4);
    },
  );

  it('after the commit is an outage too: sent again, each gets the outcome that was stored', async () => {
    const proxy = await startTcpProxy(new URL(server.url).host);
    const far = await openDatabase({ url: Object.assign(new URL(server.url), { host: proxy.address }).href });
    const through = decisionTransaction(far);
    await decide(creation('first'), { through });
    proxy.loseAnswer('COMMIT');
    await expect(decide(creation('alone'), { through })).rejects.toThrow(DatabaseUnavailable);
    const until = Promise.withResolvers<void>();
    const opener = decide(creation('opener'), { through, beforeEnd: () => until.promise });
    const again = ['a', 'b', 'c'].map((name) => decide(creation(name), { through }));
    proxy.loseAnswer('COMMIT');
    const settled = await Promise.allSettled(again);
    until.resolve();
    await opener;
    expect(resultsOf(settled)).toEqual([unavailable, unavailable, unavailable]);
    const before = await batches();
    for (const name of ['a', 'b', 'c', 'alone']) await decide(creation(name), { through });
    expect(await batches()).toEqual(before);
    expect(before.flat().toSorted()).toEqual(['a', 'alone', 'b', 'c', 'first', 'opener']);
    await expectGaplessNumbers(6);
    await far.close();
    await proxy.close();
  });

  it('while it waits for a lock is an outage for the one that waits', async () => {
    await atOnce(...names.map((name) => send(creation(name))));
    const release = await owner.lockSubscriptions(['sub_b']);
    const all = atOnce(send(second('first')), send(second('a')), send(second('b')));
    await waitFor('one waits', async () => (await owner.waitingDecisions()) === 1 && (await written()).length === 6);
    await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and usename = 'annex_app' and wait_event_type = 'Lock'`);
    expect(resultsOf(await all)).toEqual(['decided', 'decided', unavailable]);
    await release();
    expect(resultsOf(await atOnce(send(second('b'))))).toEqual(['decided']);
    await expectGaplessNumbers(7);
  });
});
