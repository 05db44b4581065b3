import { type ApiClient, apiClient } from '../support/api-client.ts';
import { eventsOf, historyOf } from '../support/history.ts';
import { openOwnerSession } from '../support/owner-session.ts';
import { type PartProcess, startApiProcess, startWorkerProcess } from '../support/part-process.ts';
import { type Ending, hourAfterDay, skipTo, type Stage, tellStory } from '../support/story.ts';
import { numbersUpTo } from '../support/subscription-rows.ts';
import { startTestApp } from '../support/test-app.ts';
import { waitFor } from '../support/wait-for.ts';

// One story is told to one API and one worker, and to two APIs and two workers. One of the two workers is killed while renewals that are
// due at one instant wait for it.

let single: Stage;
let double: Stage;
let expected: Ending;
let told: Ending;
let processes: readonly PartProcess[] = [];
/** The worker that was left, and those that did the last renewals of the killed one. */
let survivor: PartProcess | undefined;
let heirs: ReadonlySet<PartProcess>;

beforeAll(async () => {
  single = await stageOf(await startTestApp());
  expected = await tellStory(single, (wave) => skipTo(single.app, { wave, instant: hourAfterDay(2) }));
  await single.app.stopWorker();
  const app = await startTestApp({ worker: 'absent' });
  const apis = await Promise.all([startApiProcess(app.config), startApiProcess(app.config)]);
  const workers = await Promise.all([startWorkerProcess(app.config), startWorkerProcess(app.config)]);
  processes = [...apis, ...workers];
  const clientOf = ({ url }: { readonly url: string }): ApiClient => apiClient({ url, key: app.api.key });
  double = { ...(await stageOf(app)), apis: [clientOf(apis[0]), clientOf(apis[1])] };
  told = await tellStory(double, (wave) => renewWithKill(wave, workers));
}, 120_000);
afterAll(async () => {
  await Promise.all(processes.map((process) => process.kill()));
  for (const { app, owner } of [single, double]) {
    await owner.close();
    await app.stop();
  }
});

const stageOf = async (app: Stage['app']): Promise<Stage> => ({
  app,
  owner: await openOwnerSession(app.ownerUrl),
  apis: [app.api, app.api],
});

/** Renews the passes of a wave again, and kills the worker that renewed the first one while its passes wait for their locks. */
async function renewWithKill(wave: readonly string[], workers: readonly PartProcess[]): Promise<void> {
  const { app, owner } = double;
  const deciderOf = async (id: string): Promise<PartProcess> => {
    const history = await historyOf(app.temporal.workflow.getHandle(app.workflowId(id)));
    const last = eventsOf(history, 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED').at(-1)?.workflowTaskCompletedEventAttributes;
    const found = workers.find(({ pid }) => last?.identity?.startsWith(`${pid}@`));
    if (found === undefined) throw new Error(`No worker of this test is ${last?.identity}`);
    return found;
  };
  const deciders = await Promise.all(wave.map(deciderOf));
  const [victim] = deciders;
  survivor = workers.find((worker) => worker !== victim);
  const orphans = wave.filter((_, index) => deciders[index] === victim);

  const letGo = await owner.lockSubscriptions(orphans);
  const renewing = skipTo(app, { wave, instant: hourAfterDay(2) });
  await waitFor('a renewal waits for its lock', async () => (await owner.waitingDecisions()) > 0);
  await victim?.kill();
  await letGo();
  await renewing;
  heirs = new Set(await Promise.all(orphans.map(deciderOf)));
}

describe('two workers and two APIs', () => {
  it('give both callers of one command the same answer, whichever API they ask', () => {
    for (const [one, other] of told.answeredTwice) expect(other).toEqual(one);
    expect(told.answeredTwice).toEqual(expected.answeredTwice);
  });

  it('refuse an outdated If-Match at the API that did not take the newer command', () => {
    expect(told.staleRevision).toMatchObject({ code: 'revision_mismatch', status: 409 });
  });

  it('show a member the state, documents, timeline and entitlements of one worker and one API', () => {
    expect(told.member[1]).toEqual(told.member[0]);
    expect(told.member).toEqual(expected.member);
  });

  it('renew what is due at one instant like one worker, each exactly once', () => {
    expect(told.wave).toEqual(expected.wave);
    for (const { rows } of told.wave) {
      expect(rows.decisions.map(({ did }) => did)).toEqual(['createSubscription', 'renewPeriod', 'renewPeriod']);
      expect(rows.invoices.map(({ revision, total }) => [revision, total])).toEqual([
        [1, '2.00'],
        [2, '2.00'],
        [3, '2.00'],
      ]);
      expect(rows.outbox).toEqual(numbersUpTo(3));
    }
  });

  it('number the invoices of both workers in one sequence without gaps', () => {
    expect(told.sequence).toEqual(numbersUpTo(expected.sequence.length));
  });

  it('leave the passes of the killed worker to the other', () => {
    expect([...heirs]).toEqual([survivor]);
  });
});
