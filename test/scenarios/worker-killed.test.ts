import { randomUUID } from 'node:crypto';
import type { CommandAnswer, SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { fastForwardTo } from '../support/fast-forward.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { numbersUpTo, readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { type Attempt, postWithRetry, type RepeatableRequest } from '../support/retrying-client.ts';
import { subscribe } from '../support/subscribe.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { startWorkerProcess, type PartProcess } from '../support/part-process.ts';

// A worker is killed between the commit of its transactions and the report to Temporal: it decides an attach on one
// subscription and a renewal on another while its connection to Temporal is frozen, and is killed after both commits.

let app: TestApp;
let owner: OwnerSession;
let proxy: TcpProxy;
let second: PartProcess;
let attached: SubscriptionView;
let renewed: SubscriptionView;
let attach: RepeatableRequest;
let answer: Attempt<CommandAnswer>;

beforeAll(async () => {
  app = await startTestApp({ worker: 'absent' });
  owner = await openOwnerSession(app.ownerUrl);
  proxy = await startTcpProxy(app.config.temporal.address);
  const first = await startWorkerProcess(app.config, proxy.address);
  await createGymCatalogue(app.api);
  attached = await subscribe(app.api, { runsInRealTime: true });
  renewed = await subscribe(app.api, { runsInRealTime: true });

  const letGo = await owner.lockSubscriptions([attached.id, renewed.id]);
  attach = { path: `/v1/subscriptions/${attached.id}/add-ons`, body: { addOnKey: 'water' }, key: randomUUID() };
  const answering = postWithRetry<CommandAnswer>(app.api, attach);
  const renewing = fastForwardTo(app.temporal, app.workflowId(renewed.id), hourAfter(renewed.currentPeriod?.end));
  await waitFor('both decisions wait for their locks', async () => (await owner.waitingDecisions()) === 2);
  proxy.freeze();
  await letGo();
  await waitFor('both decisions are committed', async () => {
    const counts = await Promise.all(
      [attached.id, renewed.id].map(async (id) => (await readSubscriptionRows(owner, id)).decisions.length),
    );
    return counts.every((count) => count === 2);
  });
  await first.kill();
  second = await startWorkerProcess(app.config);
  [answer] = await Promise.all([answering, renewing]);
}, 60_000);
afterAll(async () => {
  await second.kill();
  await proxy.close();
  await owner.close();
  await app.stop();
});

describe('a worker that is killed between the commit and its completion', () => {
  it('leaves one invoice, one grant and one outbox row of the attach', async () => {
    const { decisions, invoices, grants, outbox } = await readSubscriptionRows(owner, attached.id);
    expect(decisions.map(({ revision, did }) => [revision, did])).toEqual([
      [1, 'createSubscription'],
      [2, 'attachAddOn'],
    ]);
    expect(invoices.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(grants.filter(({ featureKey }) => featureKey === 'filtered-water')).toHaveLength(1);
    expect(outbox).toEqual(numbersUpTo(2));
  });

  it('gives the caller the outcome of its single attach, also in a repeated request', async () => {
    expect(answer.status).toBe(200);
    expect(answer.body.addOn).toMatchObject({ addOnKey: 'water', status: 'active' });
    expect(answer.body.invoices).toHaveLength(1);
    const again = await postWithRetry<CommandAnswer>(app.api, attach);
    expect(again.body).toEqual(answer.body);
  });

  it('leaves one invoice and one outbox row of the renewal, dated on its boundary', async () => {
    const { decisions, invoices, outbox } = await readSubscriptionRows(owner, renewed.id);
    expect(decisions.map(({ revision, did }) => [revision, did])).toEqual([
      [1, 'createSubscription'],
      [2, 'renewPeriod'],
    ]);
    expect(invoices[1]).toEqual({ revision: 2, effectiveAt: renewed.currentPeriod?.end, total: '21.00' });
    expect(invoices).toHaveLength(2);
    expect(outbox).toEqual(numbersUpTo(2));
  });

  it('leaves both subscriptions to another worker', async () => {
    const next = await app.api.post<CommandAnswer>(`/v1/subscriptions/${renewed.id}/add-ons`, { addOnKey: 'water' }, 200);
    expect(next.subscription.revision).toBe(3);
  });
});

const hourAfter = (instant: string | undefined): string => new Date(Date.parse(instant ?? '') + 3_600_000).toISOString();
