import { decideOnce } from '../../src/activities/decide-once.ts';
import { type SubscriptionId, type TenantId, toSubscriptionId } from '../../src/domain/ids.ts';
import type { Applied } from '../../src/contracts/messages.ts';
import { evolveAll } from '../../src/domain/subscription/model/evolve.ts';
import { initial } from '../../src/domain/subscription/model/state.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { at } from '../support/builders/commands.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { aTenantWith, readHistory } from './stored-history.ts';

// Rows of states of version 3, whose tag was `phase`, and version 4, whose attachments were `addOns`. `sub_runs`
// has on 11 March: basic, 5 tiered seats that become 7 in April, and a one-time kit that is scheduled for April. `sub_ended`
// was canceled.

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const runs = toSubscriptionId('sub_runs');
const stateOf = async (id: SubscriptionId) => (await subscriptionReads(database).find(tenantId, id))?.state;

async function stateFromEvents(id: SubscriptionId) {
  const { data } = await subscriptionReads(database).listTimeline(tenantId, id, { limit: 50, after: null });
  return evolveAll(
    initial,
    data.toReversed().flatMap(({ events }) => events),
  );
}

async function renew(): Promise<Applied> {
  const renewal = { tenantId, subscriptionId: runs, requestId: 'renewal/1', requestHash: '', command: null };
  const outcome = await decisionTransaction(database)(tenantId, (unit) =>
    decideOnce(unit, 'renewPeriod', { ...renewal, at: at('2026-04-01') }),
  );
  if (outcome.result !== 'applied') throw new Error(outcome.error.message);
  return outcome;
}

describe.each([3, 4])('a history of version %i', (version) => {
  beforeAll(async () => {
    tenantId = await aTenantWith(readHistory(`version-${version}.json`), { database, key: `gym-${version}` });
  });

  it.each([
    [runs, 'live'],
    [toSubscriptionId('sub_ended'), 'over'],
  ])('%s opens as %s, and its events give its state', async (id, stage) => {
    const state = await stateOf(id);
    expect(state?.stage).toBe(stage);
    expect(state).not.toHaveProperty('phase');
    expect(state).not.toHaveProperty('addOns');
    expect(await stateFromEvents(id)).toEqual(state);
  });

  it('renews: 7 seats cost 5 × 7.00 + 2 × 6.00, and the scheduled kit starts', async () => {
    const { made } = await renew();
    const invoices = await subscriptionReads(database).findInvoices(tenantId, made.invoiceIds);
    const lines = invoices.flatMap((invoice) => invoice.lines.map((line) => `${line.offeringKey} ${line.amount.amount}`));
    expect(lines).toEqual(['basic 20.00', 'seats 47.00', 'kit 50.00']);
    expect(await stateFromEvents(runs)).toEqual(await stateOf(runs));
  });
});
