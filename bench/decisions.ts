import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decideOnce } from '../src/activities/decide-once.ts';
import type { DecisionTransaction } from '../src/application/ports/decisions.ts';
import type { DecisionActivity } from '../src/contracts/commands.ts';
import type { DecisionInput } from '../src/contracts/messages.ts';
import { type SubscriptionId, type TenantId, toSubscriptionId } from '../src/domain/ids.ts';
import { asOwner } from '../src/persistence/database/administration.ts';
import { openDatabase } from '../src/persistence/database/database.ts';
import { appRoleUrl, migrate } from '../src/persistence/database/migrate.ts';
import { decisionTransaction } from '../src/persistence/subscription/decisions.ts';
import { startPostgres } from '../src/runtime/embedded-postgres.ts';
import { createLog } from '../src/runtime/log.ts';
import { aTenantWith } from '../test/persistence/stored-history.ts';
import { aCreate, at, attach } from '../test/support/builders/commands.ts';
import { aLink, anAddOn, aPlan, aRateCard, flat } from '../test/support/builders/offerings.ts';
import { inParallel, quantile } from './load.ts';
import { cpuSecondsOf } from './process-cpu.ts';

const concurrencies = [1, 8, 40];

const addOn = (key: string) =>
  anAddOn({
    key,
    status: 'draft',
    instance: 'multiple',
    policies: { 'instance.merge': 'separate' },
    rateCards: [aRateCard(key, { featureKey: 'pool', prices: [flat('5.00')] })],
  });
const addOns = ['sauna', 'towel'].map((key) => structuredClone(addOn(key)));
const plan = structuredClone(aPlan({ status: 'draft', addOns: addOns.map(({ key }) => aLink(key)) }));

/**
 * Decides renewals of a plan with two add-ons, and attaches, on PostgreSQL alone. Prints rate, latency, CPU and write-ahead log of each
 * at several concurrencies. All subscriptions belong to one tenant, whose invoice numbers come from one row.
 */
export async function benchDecisions({ subscriptions }: { readonly subscriptions: number }): Promise<void> {
  const log = createLog({ level: 'error' });
  const folder = mkdtempSync(join(tmpdir(), 'annex-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), log });
  await migrate({ ownerUrl: postgres.ownerUrl, appPassword: 'bench' });
  const database = await openDatabase({ url: appRoleUrl(postgres.ownerUrl, 'bench'), poolSize: 20 });
  try {
    process.env['ANNEX_TEST_POSTGRES_URL'] = postgres.ownerUrl;
    const tenantId = await aTenantWith({ versions: [...addOns, plan], written: [] }, { database, key: 'bench' });
    const fleet = {
      tenantId,
      transaction: decisionTransaction(database),
      subscriptions,
      postgresPid: postgres.pid,
      ownerUrl: postgres.ownerUrl,
    };
    await inParallel({ count: subscriptions, concurrency: 8 }, (index) => create(fleet, index));
    // As autovacuum does within a minute. Plans from when the tables were empty would read all rows of the tenant.
    await asOwner(postgres.ownerUrl, (em) => em.execute('analyze'));
    const results: Record<string, unknown> = {};
    for (const [wave, concurrency] of concurrencies.entries()) {
      const boundary = at(`2026-0${wave + 2}-01`);
      results[`renewals at ${concurrency}`] = await measure(fleet, concurrency, (index) => renew(fleet, index, boundary));
      results[`attaches at ${concurrency}`] = await measure(fleet, concurrency, (index) => attachTowel(fleet, index, boundary));
    }
    process.stdout.write(`${JSON.stringify({ benchmark: 'decisions', subscriptions, ...results }, null, 2)}\n`);
  } finally {
    await database.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Fleet {
  readonly tenantId: TenantId;
  readonly transaction: DecisionTransaction;
  readonly subscriptions: number;
  readonly postgresPid: number;
  readonly ownerUrl: string;
}

async function decideAs(
  { tenantId, transaction }: Fleet,
  did: DecisionActivity,
  input: Pick<DecisionInput, 'subscriptionId' | 'requestId' | 'at' | 'command'>,
): Promise<void> {
  const outcome = await transaction(tenantId, (unit) => decideOnce(unit, did, { tenantId, requestHash: '', ...input }));
  if (outcome.result === 'refused') throw new Error(outcome.error.message);
}

const idOf = (index: number): SubscriptionId => toSubscriptionId(`sub_${String(index).padStart(6, '0')}`);

function create(fleet: Fleet, index: number): Promise<void> {
  const order = addOns.map(({ key }) => ({ addOnKey: key }));
  const command = aCreate({ customerId: 'cus_ann', addOns: order });
  return decideAs(fleet, 'createSubscription', {
    subscriptionId: idOf(index),
    requestId: 'create',
    at: at('2026-01-01'),
    command,
  });
}

const renew = (fleet: Fleet, index: number, boundary: DecisionInput['at']): Promise<void> =>
  decideAs(fleet, 'renewPeriod', { subscriptionId: idOf(index), requestId: `due/${boundary}`, at: boundary, command: null });

const attachTowel = (fleet: Fleet, index: number, boundary: DecisionInput['at']): Promise<void> =>
  decideAs(fleet, 'attachAddOn', {
    subscriptionId: idOf(index),
    requestId: `attach/${boundary}`,
    at: boundary,
    command: attach('towel'),
  });

/** How much PostgreSQL has written to its write-ahead log, in bytes. */
async function walBytes(ownerUrl: string): Promise<number> {
  const [row] = await asOwner(ownerUrl, (em) =>
    em.execute<{ bytes: string }[]>("select pg_current_wal_lsn() - '0/0' as bytes"),
  );
  return Number(row?.bytes);
}

async function measure(
  { subscriptions, postgresPid, ownerUrl }: Fleet,
  concurrency: number,
  decide: (index: number) => Promise<void>,
) {
  const walBefore = await walBytes(ownerUrl);
  const postgresBefore = cpuSecondsOf(postgresPid);
  const nodeBefore = process.cpuUsage();
  const startedAt = performance.now();
  const tookMs = await inParallel({ count: subscriptions, concurrency }, decide);
  const seconds = (performance.now() - startedAt) / 1000;
  const node = process.cpuUsage(nodeBefore);
  const postgresSeconds = cpuSecondsOf(postgresPid) - postgresBefore;
  return {
    perSecond: Math.round(subscriptions / seconds),
    p50Ms: round(quantile(tookMs, 0.5)),
    nodeCpuMs: round((node.user + node.system) / 1000 / subscriptions),
    postgresCpuMs: round((postgresSeconds * 1000) / subscriptions),
    walBytes: Math.round(((await walBytes(ownerUrl)) - walBefore) / subscriptions),
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;
