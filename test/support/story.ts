import type { ApiClient, CommandAnswer, InvoiceView, ListOf, ProblemView, SubscriptionView } from './api-client.ts';
import { monthly } from './builders/price-bodies.ts';
import { createDayPassCatalogue, dayMs, dayPassOrder } from './day-pass.ts';
import { fastForwardTo } from './fast-forward.ts';
import { createCustomer, createGymCatalogue } from './gym.ts';
import type { OwnerSession } from './owner-session.ts';
import { attachmentOf, invoicesOf } from './subscribe.ts';
import { numbersUpTo, readSubscriptionRows, type SubscriptionRows } from './subscription-rows.ts';
import type { TestApp } from './test-app.ts';
import { waitFor } from './wait-for.ts';

/** Where a story is told: to two APIs in turn, or twice to the same one. */
export interface Stage {
  readonly app: TestApp;
  readonly owner: OwnerSession;
  readonly apis: readonly [ApiClient, ApiClient];
}

/** How a story ended, with ids numbered by their first appearance. */
export interface Ending {
  /** The answers to each request that both APIs got at once with one key. */
  readonly answeredTwice: readonly (readonly [unknown, unknown])[];
  readonly staleRevision: ProblemView;
  /** The member's subscription, documents, timeline and entitlements, as each API shows them. */
  readonly member: readonly [unknown, unknown];
  /** The documents and rows of each subscription that renewed with the others. */
  readonly wave: readonly { readonly invoices: unknown; readonly rows: SubscriptionRows }[];
  /** The sequence of every invoice of the tenant. */
  readonly sequence: readonly number[];
}

const waveSize = 24;
/** When the subscriptions of the wave start; they run in real time. One instant for all stories, so that their documents can be compared. */
const waveStartMs = Date.now() - 3_600_000;

/** An hour after a day boundary of the wave, counted from its start. */
export const hourAfterDay = (day: number): string => new Date(waveStartMs + day * dayMs + 3_600_000).toISOString();

/**
 * Tells one story: a member of the gym in a sandbox, then 24 day passes in real time that renew at one instant, twice. `renewAgain` brings
 * about the second of these renewals.
 */
export async function tellStory(stage: Stage, renewAgain: (wave: readonly string[]) => Promise<void>): Promise<Ending> {
  const { app, owner, apis } = stage;
  await createGymCatalogue(apis[0]);
  await createDayPassCatalogue(apis[1]);
  const { id, answeredTwice, staleRevision } = await liveAsMember(apis);
  const wave = await startWave(apis);
  await skipTo(app, { wave, instant: hourAfterDay(1) });
  await renewAgain(wave);
  await waitFor('every pass is renewed twice', async () => {
    const passes = wave.map(() => '?').join(', ');
    const rows = await owner.query(`select from decision where did = 'renewPeriod' and subscription_id in (${passes})`, wave);
    return rows.length === 2 * waveSize;
  });
  const numbers = await owner.query<{ readonly sequence: number }>('select sequence from invoice order by sequence');
  return {
    answeredTwice: withoutIds(answeredTwice),
    staleRevision,
    member: [withoutIds(await readAll(apis[0], id)), withoutIds(await readAll(apis[1], id))],
    wave: await Promise.all(wave.map(async (pass) => withoutIds(await readPass(stage, pass)))),
    sequence: numbers.map(({ sequence }) => sequence),
  };
}

/** Skips the time of every workflow of a wave to one instant. */
export const skipTo = async (
  app: TestApp,
  { wave, instant }: { readonly wave: readonly string[]; readonly instant: string },
): Promise<void> => {
  await Promise.all(wave.map((id) => fastForwardTo(app.temporal, app.workflowId(id), instant)));
};

/** From 1 March to 2 May: one API after the other takes the commands, and both at once take some of them. */
async function liveAsMember(apis: Stage['apis']) {
  const [one, other] = apis;
  const atBoth = <T>(key: string, path: string, body: object, status: number): Promise<[T, T]> =>
    Promise.all([one.post<T>(path, body, status, { key }), other.post<T>(path, body, status, { key })]);

  const terms = { planKey: 'basic', cadence: monthly, currency: 'USD', startAt: '2026-03-01T00:00:00.000Z' };
  const order = { customerId: await createCustomer(one), ...terms };
  const created = await atBoth<SubscriptionView>('join', '/v1/subscriptions', order, 201);
  const path = `/v1/subscriptions/${created[0].id}`;
  const attached = await atBoth<CommandAnswer>('devices', `${path}/add-ons`, { addOnKey: 'devices' }, 200);
  await other.post(`${path}/clock/advance`, { to: '2026-03-11T00:00:00Z' }, 200, { key: 'to-11-march' });

  const { revision } = await one.get<SubscriptionView>(path);
  const headers = { 'if-match': `"${revision}"` };
  const devices = `${path}/add-ons/${attached[0].addOn.id}`;
  await one.patch(devices, { quantity: '3' }, 200, { key: 'three', headers });
  const staleRevision = await other.patch<ProblemView>(devices, { quantity: '2' }, 409, { key: 'two', headers });

  const { subscription } = await other.post<CommandAnswer>(`${path}/add-ons`, { addOnKey: 'water' }, 200, { key: 'water' });
  const water = `${path}/add-ons/${attachmentOf(subscription, 'water').id}/remove`;
  const removed = await atBoth('no-water', water, { when: 'now' }, 200);
  const advanced = await atBoth('to-2-may', `${path}/clock/advance`, { to: '2026-05-02T00:00:00Z' }, 200);
  return { id: created[0].id, answeredTwice: [created, attached, removed, advanced], staleRevision };
}

/** Starts day passes, ordered from both APIs in turn. Returns their ids. */
async function startWave(apis: Stage['apis']): Promise<readonly string[]> {
  const order = {
    ...dayPassOrder(new Date(waveStartMs).toISOString()),
    currency: 'USD',
    customerId: await createCustomer(apis[1]),
  };
  const started = await Promise.all(
    numbersUpTo(waveSize).map((number) => {
      const api = number % 2 === 0 ? apis[0] : apis[1];
      return api.post<SubscriptionView>('/v1/subscriptions', order, 201, { key: `pass-${number}` });
    }),
  );
  return started.map(({ id }) => id);
}

async function readAll(api: ApiClient, id: string): Promise<readonly unknown[]> {
  const parts = ['', '/invoices', '/credit-notes', '/timeline', '/entitlements'];
  return Promise.all(parts.map((part) => api.get<ListOf<unknown>>(`/v1/subscriptions/${id}${part}`)));
}

/** Without invoice numbers and the instant of the start, which depend on what else went on. */
async function readPass({ owner, apis }: Stage, id: string): Promise<Ending['wave'][number]> {
  const invoices = await invoicesOf(apis[0], id);
  const rows = await readSubscriptionRows(owner, id);
  const decisions = rows.decisions.map((decision) => (decision.revision === 1 ? { ...decision, at: 'start' } : decision));
  return {
    invoices: invoices.map((invoice): Partial<InvoiceView> => ({ ...invoice, number: '' })),
    rows: { ...rows, decisions },
  };
}

/** Replaces random ids by their prefix and a number, in the order in which they appear. */
function withoutIds<T>(value: T): T {
  const known = new Map<string, string>();
  const text = JSON.stringify(value).replaceAll(/\b([a-z]+)_[0-9a-z]{20,}/g, (id: string, prefix: string) => {
    const name = known.get(id) ?? `${prefix}#${known.size + 1}`;
    known.set(id, name);
    return name;
  });
  return JSON.parse(text) as T;
}
