import type { SubscriptionView } from '../support/api-client.ts';
import { fastForwardTo } from '../support/fast-forward.ts';
import { numbersUpTo } from '../support/subscription-rows.ts';
import { advanceTo, attachmentOf, readSubscription, subscribe } from '../support/subscribe.ts';
import type { TestApp } from '../support/test-app.ts';

/** A short scenario of one subscription whose workflow history is recorded. */
export interface Story {
  /** Name of the file of its history. */
  readonly name: string;
  /** How many wakes and commands one run processes; default four. */
  readonly budget?: number;
  /** Runs the scenario on an app and returns the subscription. */
  readonly live: (app: TestApp) => Promise<SubscriptionView>;
}

const hourMs = 3_600_000;
const startAt = '2026-03-01T00:00:00Z';

const remove = async (app: TestApp, member: SubscriptionView, addOnKey: string): Promise<void> => {
  const { id } = attachmentOf(await readSubscription(app.api, member.id), addOnKey);
  await app.api.post(`/v1/subscriptions/${member.id}/add-ons/${id}/remove`, {}, 200);
};
const attach = (app: TestApp, { id }: SubscriptionView, addOnKey: string): Promise<unknown> =>
  app.api.post(`/v1/subscriptions/${id}/add-ons`, { addOnKey }, 200);

/** Skips time to an hour after the end of the current period. */
async function passPeriod(app: TestApp, { id, currentPeriod }: SubscriptionView): Promise<void> {
  const end = Date.parse(currentPeriod?.end ?? '');
  await fastForwardTo(app.temporal, app.workflowId(id), new Date(end + hourMs).toISOString());
}

/** Together they cover every command, a refusal, a signal, timers that fire and are replaced, and a continue-as-new with and without an inbox. */
export const stories: readonly Story[] = [
  {
    name: 'sandbox-attach-remove-renew',
    live: async (app) => {
      const member = await subscribe(app.api, { startAt });
      await attach(app, member, 'water');
      await remove(app, member, 'water');
      await advanceTo(app.api, member.id, '2026-04-02T00:00:00Z');
      await attach(app, member, 'devices');
      return member;
    },
  },
  {
    name: 'sandbox-refusal-quantity-pending-cancel',
    live: async (app) => {
      const member = await subscribe(app.api, { startAt, addOns: [{ addOnKey: 'devices', quantity: 2 }] });
      const path = `/v1/subscriptions/${member.id}`;
      await app.api.post(`${path}/add-ons`, { addOnKey: 'cover' }, 409);
      const devices = attachmentOf(member, 'devices');
      await app.api.patch(`${path}/add-ons/${devices.id}`, { quantity: 1 });
      const [change] = (await readSubscription(app.api, member.id)).pending;
      await app.api.delete(`${path}/pending/${change?.id}`, 200);
      await app.api.post(`${path}/cancel`, { when: 'now' }, 200);
      return member;
    },
  },
  {
    name: 'wall-trial-end',
    live: async (app) => {
      const member = await subscribe(app.api, { planKey: 'tryout', runsInRealTime: true });
      await passPeriod(app, member);
      return member;
    },
  },
  {
    name: 'wall-removal-renewal-timer-set-anew',
    live: async (app) => {
      const member = await subscribe(app.api, { runsInRealTime: true, addOns: [{ addOnKey: 'water' }] });
      const at = new Date(Date.parse(member.currentPeriod?.start ?? '') + 24 * hourMs).toISOString();
      await app.api.post(`/v1/subscriptions/${member.id}/add-ons`, { addOnKey: 'devices', when: 'at', at }, 200);
      await remove(app, member, 'water');
      await passPeriod(app, member);
      return member;
    },
  },
  {
    name: 'wall-continue-as-new',
    live: async (app) => {
      const member = await subscribe(app.api, { runsInRealTime: true });
      await app.temporal.workflow.getHandle(app.workflowId(member.id)).signal('attachAddOn', {
        requestId: 'typed-by-hand',
        command: { type: 'attachAddOn', addOnKey: 'water' },
      });
      for (let month = 1; month <= 3; month += 1) {
        await fastForwardTo(app.temporal, app.workflowId(member.id), await hourAfterNextWake(app, member.id));
      }
      return member;
    },
  },
  {
    name: 'sandbox-crowded',
    budget: 1,
    live: async (app) => {
      const member = await subscribe(app.api, { startAt });
      await app.stopWorker();
      const handle = app.temporal.workflow.getHandle(app.workflowId(member.id));
      for (const requestId of numbersUpTo(105).map((each) => `typed-by-hand-${each}`)) {
        const command = { type: 'advanceClock', to: '2026-03-02T00:00:00.000Z' };
        await handle.signal('advanceClock', { requestId, command });
      }
      await app.startWorker();
      await app.api.post(`/v1/subscriptions/${member.id}/cancel`, { when: 'now' }, 200);
      return member;
    },
  },
  {
    name: 'sandbox-backlog',
    budget: 20,
    live: async (app) => {
      const member = await subscribe(app.api, { startAt });
      await app.stopWorker();
      const handle = app.temporal.workflow.getHandle(app.workflowId(member.id));
      for (const requestId of numbersUpTo(12).map((each) => `typed-by-hand-${each}`)) {
        await handle.signal('attachAddOn', { requestId, command: { type: 'attachAddOn', addOnKey: 'devices' } });
      }
      await app.startWorker();
      await app.api.post(`/v1/subscriptions/${member.id}/cancel`, { when: 'now' }, 200);
      return member;
    },
  },
];

/** The next wake as stored in PostgreSQL; the view of the API depends on the wall clock of this machine. */
async function hourAfterNextWake(app: TestApp, id: string): Promise<string> {
  const { nextWake } = await app.temporal.workflow.getHandle(app.workflowId(id)).query<{ nextWake: { at: string } }>('state');
  return new Date(Date.parse(nextWake.at) + hourMs).toISOString();
}
