import { join } from 'node:path';
import { commandMessages, retrySignal } from '../../src/contracts/messages.ts';
import type { CommandAnswer, ProblemView, SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { fastForwardTo } from '../support/fast-forward.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { openOwnerSession, type OwnerSession } from '../support/owner-session.ts';
import { startProgram } from '../support/program.ts';
import { attachmentOf, invoicesOf, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// Faults in the database of the test, one for each class that retries cannot repair.

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

interface Subscription extends SubscriptionView {
  readonly stuck: { readonly since: string; readonly dueAt: string; readonly incidentId: string } | null;
}
interface Refused extends ProblemView {
  readonly detail: string;
  readonly meta: { readonly incidentId: string };
}
const path = ({ id }: SubscriptionView, rest = ''): string => `/v1/subscriptions/${id}${rest}`;
const read = (member: SubscriptionView): Promise<Subscription> => app.api.get(path(member));
const handleOf = ({ id }: SubscriptionView) => app.temporal.workflow.getHandle(app.workflowId(id));
/** Half a minute after the end of the period: before the first automatic retry. */
const afterPeriod = ({ currentPeriod }: SubscriptionView): string =>
  new Date(Date.parse(currentPeriod?.end ?? '') + 30_000).toISOString();

/** A fault that fails every decision that writes to a subscription, and its repair. */
interface Planted {
  readonly plant: (id: string) => Promise<unknown>;
  readonly repair: (id: string) => Promise<unknown>;
}
/** A trigger that fails every decision of one subscription. */
const failingWith = (statement: string): Planted => ({
  plant: async (id) => {
    await owner.query(`create or replace function planted_fault() returns trigger language plpgsql as $$
      begin if new.subscription_id = '${id}' then ${statement}; end if; return new; end $$`);
    await owner.query(`create or replace trigger planted_fault before insert on decision
      for each row execute function planted_fault()`);
  },
  repair: () => owner.query('drop trigger planted_fault on decision'),
});
/** A stored state that the domain cannot process. */
const stateWith = (jsonPath: string, value: string): Planted => {
  let kept: unknown;
  return {
    plant: async (id) => {
      [kept] = await owner.query('select state from subscription where id = ?', [id]);
      await owner.query(`update subscription set state = jsonb_set(state, ?, ?::jsonb) where id = ?`, [jsonPath, value, id]);
    },
    repair: (id) => {
      const { state } = kept as { readonly state: unknown };
      return owner.query('update subscription set state = ?::jsonb where id = ?', [JSON.stringify(state), id]);
    },
  };
};
const faults: readonly (readonly [string, Planted])[] = [
  ['a constraint (23514)', failingWith(`raise check_violation using message = 'planted'`)],
  ['a value that PostgreSQL cannot read (22P02)', failingWith(`perform 'x'::integer`)],
  ['an unknown function (42883)', failingWith('perform no_such_function()')],
  ['a broken invariant', stateWith('{terms,base,versionId}', '"ver_gone"')],
  ['a RangeError', stateWith('{terms,timeZone}', '"Nowhere/At_All"')],
];

describe.each(faults)('%s', (_class, { plant, repair }) => {
  it('refuses a command with an incident, changes nothing, and the subscription continues', async () => {
    const member = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
    await plant(member.id);
    const refused = await app.api.post<Refused>(path(member, '/add-ons'), { addOnKey: 'water' }, 500);
    expect([refused.code, refused.detail]).toEqual(['decision_failed', expect.stringContaining(refused.meta.incidentId)]);
    await expect(read(member)).resolves.toMatchObject({ id: member.id, revision: 1 });
    await repair(member.id);
    expect(await invoicesOf(app.api, member.id)).toHaveLength(1);
    await app.api.post(path(member, '/add-ons'), { addOnKey: 'water' }, 200);
    expect(await invoicesOf(app.api, member.id)).toHaveLength(2);
  });

  it('makes a subscription visibly stuck if it fails due work, until it is repaired', async () => {
    const member = await subscribe(app.api, { runsInRealTime: true });
    await plant(member.id);
    await fastForwardTo(app.temporal, app.workflowId(member.id), afterPeriod(member));
    const stuck = await waitFor('the mark is there', async () => {
      const [row] = await owner.query<{ stuck: { dueAt: string; incidentId: string } | null }>(
        'select stuck from subscription where id = ?',
        [member.id],
      );
      return row?.stuck;
    });
    expect(stuck.dueAt).toBe(member.currentPeriod?.end);
    const details = await handleOf(member).query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
    expect(details.currentDetails).toContain(`**stuck**: renewal of ${stuck.dueAt} failed`);
    await waitFor('operators find it', async () => {
      const { count } = await app.temporal.workflow.count(
        `WorkflowId = "${app.workflowId(member.id)}" and AnnexStatus = "stuck"`,
      );
      return count === 1;
    });
    expect((await app.api.get<{ readonly stuck: number }>('/readyz')).stuck).toBeGreaterThanOrEqual(1);
    await repair(member.id);
    await handleOf(member).signal(retrySignal);
    await waitFor('it renewed', async () => (await invoicesOf(app.api, member.id)).length === 2);
    expect((await read(member)).stuck).toBeNull();
    const renewals = (await invoicesOf(app.api, member.id)).map(({ effectiveAt }) => effectiveAt);
    expect(renewals.at(-1)).toBe(member.currentPeriod?.end);
  });
});

/** Runs the command line against the servers of the test. */
async function annex(...args: readonly string[]) {
  const { databaseUrl, temporal } = app.config;
  const run = startProgram([join(import.meta.dirname, '../../src/bin/annex.ts'), ...args], {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
  });
  return { code: await run.ended, lines: run.lines };
}

describe('a stuck subscription', () => {
  const fault = failingWith(`raise check_violation using message = 'planted'`);
  /** Stuck at its first renewal. */
  const becomeStuck = async (): Promise<SubscriptionView> => {
    const member = await subscribe(app.api, { runsInRealTime: true, addOns: [{ addOnKey: 'water' }] });
    const water = attachmentOf(member, 'water');
    await app.api.post(path(member, `/add-ons/${water.id}/remove`), {}, 200);
    await fault.plant(member.id);
    await fastForwardTo(app.temporal, app.workflowId(member.id), afterPeriod(member));
    await waitFor('it is stuck', async () => (await read(member)).stuck !== null);
    return member;
  };

  it('is read at its last state, refuses commands after the due work, and stores no answer under their keys', async () => {
    const member = await becomeStuck();
    const { stuck, currentPeriod, revision } = await read(member);
    expect([currentPeriod, revision, stuck?.dueAt]).toEqual([member.currentPeriod, 2, member.currentPeriod?.end]);
    const key = `again-${member.id}`;
    const refused = await app.api.post<Refused>(path(member, '/add-ons'), { addOnKey: 'devices' }, 503, { key });
    expect([refused.code, refused.meta.incidentId]).toEqual(['subscription_stuck', stuck?.incidentId]);
    await fault.repair(member.id);
    await handleOf(member).signal(retrySignal);
    await waitFor('it goes on', async () => (await read(member)).stuck === null);
    await app.api.post<CommandAnswer>(path(member, '/add-ons'), { addOnKey: 'devices' }, 200, { key });
  });

  it('is listed by annex stuck, and continues with annex retry after the repair', async () => {
    const member = await becomeStuck();
    const { stuck } = await read(member);
    const row = (await annex('stuck')).lines.find((line) => line.startsWith(member.id));
    expect(row?.split(/ {2,}/)).toEqual([member.id, app.tenantId, stuck?.dueAt, stuck?.since, 'renewal', stuck?.incidentId]);
    await fault.repair(member.id);
    expect((await annex('retry', member.id)).code).toBe(0);
    await waitFor('it renewed', async () => (await invoicesOf(app.api, member.id)).length === 2);
    const again = await annex('retry', member.id);
    expect([again.code, again.lines.join(' ')]).toEqual([1, expect.stringContaining('is not stuck')]);
  }, 60_000);

  it('retries automatically with increasing delays, and then processes all due work', async () => {
    const member = await becomeStuck();
    await fault.repair(member.id);
    await fastForwardTo(
      app.temporal,
      app.workflowId(member.id),
      new Date(Date.parse(afterPeriod(member)) + 7_200_000).toISOString(),
    );
    await waitFor('it renewed', async () => (await invoicesOf(app.api, member.id)).length === 2);
    expect((await read(member)).stuck).toBeNull();
  });

  it('accepts the cancellation of a pending change, which may be the cause', async () => {
    const member = await becomeStuck();
    const [change] = (await read(member)).pending;
    await fault.repair(member.id);
    await app.api.delete(path(member, `/pending/${change?.id}`), 200);
    await waitFor('it goes on', async () => (await invoicesOf(app.api, member.id)).length === 2);
    expect(attachmentOf(await read(member), 'water').status).toBe('active');
  });
});

/** A trigger that fails every renewal of the tenant, and nothing else. */
const noRenewal: Planted = {
  plant: async () => {
    await owner.query(`create or replace function planted_renewal_fault() returns trigger language plpgsql as $$
      begin if new.did = 'renewPeriod' then perform 'x'::integer; end if; return new; end $$`);
    await owner.query(`create or replace trigger planted_renewal_fault before insert on decision
      for each row execute function planted_renewal_fault()`);
  },
  repair: () => owner.query('drop trigger planted_renewal_fault on decision'),
};

describe('a sandbox subscription whose clock advances over failing work', () => {
  it('stays at its time, accepts commands there, and advances after the repair without intervention', async () => {
    const member = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
    const advance = (status: number) => app.api.post<Refused>(path(member, '/clock/advance'), { to: april10 }, status);
    const april10 = '2026-04-10T00:00:00.000Z';
    await noRenewal.plant(member.id);
    const refused = await advance(503);
    const { at, stuck, revision } = await read(member);
    expect([refused.code, at, revision]).toEqual(['subscription_stuck', '2026-03-01T00:00:00.000Z', 1]);
    expect([stuck?.dueAt, stuck?.incidentId]).toEqual(['2026-04-01T00:00:00.000Z', refused.meta.incidentId]);

    await app.api.post(path(member, '/add-ons'), { addOnKey: 'water' }, 200);
    expect((await read(member)).stuck).toBeNull();
    const details = await handleOf(member).query<{ readonly currentDetails: string }>('__temporal_workflow_metadata');
    expect(details.currentDetails).not.toContain('**stuck**');
    expect((await advance(503)).code).toBe('subscription_stuck');

    await noRenewal.repair(member.id);
    await advance(200);
    expect((await read(member)).stuck).toBeNull();
    // 21.00 at the start, 5.00 for water on its first day, 26.00 in April.
    expect((await invoicesOf(app.api, member.id)).map(({ total }) => total.amount)).toEqual(['21.00', '5.00', '26.00']);
  });
});

describe('a stuck subscription on the wall clock', () => {
  it('is read and grants access at its stored state, and previews do not pass the failing work', async () => {
    await noRenewal.plant('');
    const startAt = new Date(Date.now() - 45 * 86_400_000).toISOString();
    const member = await subscribe(app.api, { runsInRealTime: true, startAt });
    await waitFor('it is stuck', async () => (await read(member)).stuck !== null);
    const { currentPeriod, stuck, revision } = await read(member);
    expect([currentPeriod?.number, currentPeriod?.end, revision]).toEqual([1, stuck?.dueAt, 1]);
    const preview = await app.api.post<Refused>(
      path(member, '/preview'),
      { command: { type: 'attachAddOn', addOnKey: 'water' } },
      503,
    );
    expect([preview.code, preview.meta.incidentId]).toEqual(['subscription_stuck', stuck?.incidentId]);
    await noRenewal.repair('');
    await handleOf(member).signal(retrySignal);
    await waitFor('it renewed', async () => (await read(member)).currentPeriod?.number === 2);
  });

  it('is read at its stored state before the failure is detected', async () => {
    await noRenewal.plant('');
    const startAt = new Date(Date.now() - 45 * 86_400_000).toISOString();
    const member = await subscribe(app.api, { runsInRealTime: true, startAt });
    await waitFor('it is stuck', async () => (await read(member)).stuck !== null);
    const broken = stateWith('{terms,base,versionId}', '"ver_gone"');
    await broken.plant(member.id);
    await owner.query('update subscription set stuck = null where id = ?', [member.id]);
    await expect(read(member)).resolves.toMatchObject({ id: member.id, revision: 1, stuck: null });
    const { data } = await app.api.get<{ data: readonly SubscriptionView[] }>('/v1/subscriptions?limit=100');
    expect(data.map(({ id }) => id)).toContain(member.id);
    await broken.repair(member.id);
    await noRenewal.repair('');
  });
});

describe('a Signal that always fails', () => {
  it('does not block the commands after it', async () => {
    const member = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
    const fault = failingWith(`perform 'x'::integer`);
    await fault.plant(member.id);
    const command = { type: 'attachAddOn', actor: 'admin', addOnKey: 'water' } as const;
    await handleOf(member).signal(commandMessages('attachAddOn').signal, { requestId: 'by hand', command });
    await waitFor('it was refused', async () => {
      const { currentDetails } = await handleOf(member).query<{ currentDetails: string }>('__temporal_workflow_metadata');
      return currentDetails.includes('decision_failed');
    });
    await fault.repair(member.id);
    const { addOn } = await app.api.post<CommandAnswer>(path(member, '/add-ons'), { addOnKey: 'water' }, 200);
    expect(addOn.status).toBe('active');
  });
});
