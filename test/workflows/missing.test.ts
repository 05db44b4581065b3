import { randomUUID } from 'node:crypto';
import { stateQuery } from '../../src/contracts/messages.ts';
import { startMissing } from '../../src/engine/missing-workflows.ts';
import { fleetReads } from '../../src/persistence/subscription/fleet.ts';
import type { CommandAnswer, SubscriptionView } from '../support/api-client.ts';
import { dayMs, dayPassOrder, createDayPassCatalogue } from '../support/day-pass.ts';
import { waitFor } from '../support/wait-for.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { monthly } from '../support/builders/price-bodies.ts';
import { readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { advanceTo, invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// A workflow that an operator terminated, which is equivalent to one lost with its server.

let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  app = await startTestApp();
  owner = await openOwnerSession(app.ownerUrl);
  await createGymCatalogue(app.api);
  await createDayPassCatalogue(app.api);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
});

const startAt = '2026-03-01T00:00:00Z';
const handleOf = ({ id }: Pick<SubscriptionView, 'id'>) => app.temporal.workflow.getHandle(app.workflowId(id));
const statusOf = async (member: Pick<SubscriptionView, 'id'>) => (await handleOf(member).describe()).status.name;
const terminate = (member: Pick<SubscriptionView, 'id'>) => handleOf(member).terminate('by mistake');

/** Runs the repair of `annex doctor --repair`. */
async function repair() {
  const { taskQueue, workflowBudget: budget, renewalSpreadMs } = app.config;
  const reads = fleetReads(app.database);
  return startMissing({ client: app.temporal, reads, settings: { taskQueue, budget, renewalSpreadMs } }, reads.running(2));
}

describe('a command to a subscription whose workflow was terminated', () => {
  it('restarts it at the state of the subscription and is executed, and later due work is processed', async () => {
    const member = await subscribe(app.api, { startAt });
    await terminate(member);
    const answer = await app.api.post<CommandAnswer>(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'water' }, 200);
    expect(answer.invoices.map(({ total }) => total.amount)).toEqual(['5.00']);
    await advanceTo(app.api, member.id, '2026-04-01T00:00:00Z');
    expect((await invoicesOf(app.api, member.id)).map(({ total }) => total.amount)).toEqual(['21.00', '5.00', '26.00']);
    const description = await handleOf(member).describe();
    expect([description.status.name, description.memo?.['planKey']]).toEqual(['RUNNING', 'basic']);
  });

  it('has one effect if it was executed before the termination', async () => {
    const member = await subscribe(app.api, { startAt });
    const key = randomUUID();
    const signal = { requestId: key, command: { type: 'attachAddOn', addOnKey: 'water' } };
    await handleOf(member).signal('attachAddOn', signal);
    await waitFor('it is done', async () => (await readSubscription(app.api, member.id)).addOns.length === 2);
    await terminate(member);
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'water' }, 200, { key });
    const { decisions } = await readSubscriptionRows(owner, member.id);
    expect(decisions.map(({ did }) => did)).toEqual(['createSubscription', 'attachAddOn']);
  });

  it('is executed if it is asynchronous', async () => {
    const member = await subscribe(app.api, { startAt });
    await terminate(member);
    const headers = { prefer: 'respond-async' };
    await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'water' }, 202, { headers });
    await waitFor('it is done', async () => (await readSubscription(app.api, member.id)).addOns.length === 2);
    expect((await readSubscriptionRows(owner, member.id)).decisions).toHaveLength(2);
  });

  it('starts one workflow, also if five arrive concurrently', async () => {
    const member = await subscribe(app.api, { startAt });
    await terminate(member);
    const add = () => app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'devices' }, 200);
    await Promise.all(Array.from({ length: 5 }, add));
    const { addOns, revision } = await readSubscription(app.api, member.id);
    expect([revision, addOns.find(({ addOnKey }) => addOnKey === 'devices')?.quantity]).toEqual([6, '5']);
  });
});

describe('a creation whose workflow was terminated', () => {
  it('returns the same subscription when it is repeated, which accepts commands as before', async () => {
    const customerId = await createCustomer(app.api);
    const order = { customerId, planKey: 'basic', cadence: monthly, currency: 'USD', startAt };
    const key = randomUUID();
    const first = await app.api.post<SubscriptionView>('/v1/subscriptions', order, 201, { key });
    await terminate(first);
    await owner.query('update idempotency_key set status = null, body = null, settled_at = null where key = ?', [key]);
    const again = await app.api.post<SubscriptionView>('/v1/subscriptions', order, 201, { key });
    expect(again).toEqual(first);
    await app.api.post(`/v1/subscriptions/${first.id}/add-ons`, { addOnKey: 'water' }, 200);
    expect(await statusOf(first)).toBe('RUNNING');
    const { decisions } = await readSubscriptionRows(owner, first.id);
    expect(decisions.map(({ did }) => did)).toEqual(['createSubscription', 'attachAddOn']);
  });
});

describe('a subscription that has ended', () => {
  it('gets no workflow again, neither by a command nor by the repair', async () => {
    const member = await subscribe(app.api, { startAt });
    await app.api.post(`/v1/subscriptions/${member.id}/cancel`, { when: 'now' }, 200);
    await handleOf(member).result();
    const headers = { prefer: 'respond-async' };
    const path = `/v1/subscriptions/${member.id}/add-ons`;
    for (const options of [{}, { headers }])
      await expect(app.api.post(path, { addOnKey: 'water' }, 409, options)).resolves.toMatchObject({
        code: 'subscription_ended',
      });
    await repair();
    expect(await statusOf(member)).toBe('COMPLETED');
  });
});

describe('annex doctor --repair', () => {
  it('starts missing workflows for either clock, and only those, also when it runs twice concurrently', async () => {
    const standing = await subscribe(app.api, { startAt });
    const running = await subscribe(app.api, { runsInRealTime: true });
    const healthy = await subscribe(app.api, { startAt });
    const { runId } = await handleOf(healthy).describe();
    await terminate(standing);
    await terminate(running);
    const both = await Promise.all([repair(), repair()]);
    const started = new Set(both.flatMap(({ started: ids }) => ids));
    expect([...started].toSorted()).toEqual([standing, running].map(({ id }) => app.workflowId(id)).toSorted());
    expect((await handleOf(healthy).describe()).runId).toBe(runId);
    await expect(handleOf(running).query(stateQuery)).resolves.toMatchObject({
      status: 'active',
      revision: 1,
      nextWake: { kind: 'renewal', at: running.currentPeriod?.end },
    });
    await expect(repair()).resolves.toMatchObject({ started: [] });
  });
});

describe('a worker that starts', () => {
  it('finds an overdue subscription without a workflow, and invoices each missed renewal at its due instant', async () => {
    const startedMs = Date.now() - dayMs + 2_000;
    const instantOf = (day: number): string => new Date(startedMs + day * dayMs).toISOString();
    const member = await subscribe(app.api, dayPassOrder(instantOf(0)));
    await terminate(member);
    await app.stopWorker();
    await waitFor('the renewal is overdue', async () => Date.now() > startedMs + dayMs);
    await app.startWorker();
    const { decisions, invoices } = await waitFor('the renewal', async () => {
      const rows = await readSubscriptionRows(owner, member.id);
      return rows.decisions.length === 2 && rows;
    });
    expect(decisions.map(({ did, at }) => [did, at])).toEqual([
      ['createSubscription', instantOf(0)],
      ['renewPeriod', instantOf(1)],
    ]);
    expect(invoices.map(({ effectiveAt, total }) => [effectiveAt, total])).toEqual([
      [instantOf(0), '2.00'],
      [instantOf(1), '2.00'],
    ]);
  });
});
