import type { SubscriptionView } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { readSubscriptionRows } from '../support/subscription-rows.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { advanceTo, invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// Clients and operators that use request ids like those of the engine's wakes.

let app: TestApp;
let owner: OwnerSession;

beforeAll(async () => {
  app = await startTestApp();
  owner = await openOwnerSession(app.ownerUrl);
  await createGymCatalogue(app.api);
});
afterAll(async () => {
  await owner.close();
  await app.stop();
});

const april = '2026-04-01T00:00:00.000Z';
const wakeIds = [`due/renewal/${april}`, `due/renewal/1/${april}`] as const;

/** The effects of the renewal of 1 April, and its request id. */
async function renewalOf({ id }: SubscriptionView) {
  await advanceTo(app.api, id, '2026-04-02T00:00:00.000Z');
  const renewals = (await invoicesOf(app.api, id)).filter(({ reason }) => reason === 'renewal');
  const { decisions } = await readSubscriptionRows(owner, id);
  return {
    invoices: renewals.map(({ effectiveAt, total }) => `${effectiveAt} ${total.amount}`),
    requestIds: decisions.filter(({ did }) => did === 'renewPeriod').map(({ requestId }) => requestId),
    period: (await readSubscription(app.api, id)).currentPeriod?.number,
  };
}

/** 21.00 for basic with its mandatory add-on, 5.00 for water and 7.00 for devices. */
const renewal = { invoices: [`${april} 33.00`], requestIds: [`due/renewal/1/${april}`], period: 2 };

describe('an Idempotency-Key that equals the request id of a wake', () => {
  it('does not affect the wake: both command and renewal are executed', async () => {
    const subscription = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
    const path = `/v1/subscriptions/${subscription.id}/add-ons`;
    await app.api.post(path, { addOnKey: 'water' }, 200, { key: wakeIds[0] });
    await app.api.post(path, { addOnKey: 'devices' }, 200, { key: wakeIds[1] });
    await app.api.post(path, { addOnKey: 'devices' }, 200, { key: wakeIds[1] });
    expect(await renewalOf(subscription)).toEqual(renewal);
  });

  it('does not affect the wake in a Signal typed by an operator either', async () => {
    const subscription = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
    const handle = app.temporal.workflow.getHandle(app.workflowId(subscription.id));
    for (const requestId of wakeIds) {
      const addOnKey = requestId === wakeIds[0] ? 'water' : 'devices';
      await handle.signal('attachAddOn', { requestId, command: { type: 'attachAddOn', actor: 'admin', addOnKey } });
    }
    expect(await renewalOf(subscription)).toEqual(renewal);
  });
});

describe('the request id of a wake', () => {
  it('names the due work, so that two changes of a kind at one instant differ', async () => {
    const subscription = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
    const when = { when: 'at', at: '2026-03-15T00:00:00.000Z' };
    const path = `/v1/subscriptions/${subscription.id}/add-ons`;
    await app.api.post(path, { addOnKey: 'water', ...when }, 200);
    await advanceTo(app.api, subscription.id, '2026-03-20T00:00:00.000Z');
    const { decisions } = await readSubscriptionRows(owner, subscription.id);
    expect(decisions.find(({ did }) => did === 'applyScheduledChange')?.requestId).toMatch(
      /^due\/scheduledChange\/chg_\w+\/2026-03-15T00:00:00\.000Z$/,
    );
  });
});
