import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import {
  creditNoteList,
  creditNoteView,
  explanation,
  invoiceList,
  invoiceView,
} from '../../src/contracts/wire/subscription/invoice.ts';
import {
  acceptedCommand,
  addOnAnswer,
  advanceAnswer,
  commandAnswer,
  createdSubscription,
  pendingList,
  preview,
  subscriptionList,
  subscriptionView,
} from '../../src/contracts/wire/subscription/subscription.ts';
import { timelineList } from '../../src/contracts/wire/subscription/timeline.ts';
import { parseExactly } from '../support/parse-exactly.ts';
import { createCustomer, createGymCatalogue } from '../support/gym.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let app: TestApp;
let customerId: string;
beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
  customerId = await createCustomer(app.api);
});
afterAll(() => app.stop());

const order = (more: object = {}) => ({
  customerId,
  planKey: 'basic',
  cadence: monthly,
  currency: 'USD',
  startAt: '2026-03-01T00:00:00Z',
  ...more,
});

const get = async <S extends z.ZodType>(schema: S, path: string) => parseExactly(schema, await app.api.get(path));
const post = async <S extends z.ZodType>(schema: S, path: string, body: object, status = 200) =>
  parseExactly(schema, await app.api.post(path, body, status));
const subscribe = async (more: object = {}): Promise<string> =>
  (await post(createdSubscription, '/v1/subscriptions', order(more), 201)).id;
const refusal = async (path: string, body: object, status: number) =>
  (await app.api.post<{ readonly code: string }>(path, body, status)).code;

describe('POST /v1/subscriptions', () => {
  it('returns the subscription with its first invoice, which the list contains too', async () => {
    const made = await post(createdSubscription, '/v1/subscriptions', order(), 201);
    expect(made).toMatchObject({
      status: 'active',
      revision: 1,
      runsInRealTime: false,
      cancelAt: null,
      firstInvoice: { total: { amount: '21.00', currency: 'USD' } },
    });
    const listed = await get(invoiceList, `/v1/subscriptions/${made.id}/invoices`);
    expect(listed.data).toEqual([made.firstInvoice]);
    expect(await get(invoiceView, `/v1/invoices/${made.firstInvoice?.id}`)).toEqual(made.firstInvoice);
  });

  it('2-3 (half) shows the unit name of a quantity on an invoice and its lines: packs, not the devices in them', async () => {
    const made = await post(
      createdSubscription,
      '/v1/subscriptions',
      order({ addOns: [{ addOnKey: 'devices', quantity: 2 }] }),
      201,
    );
    const names = made.firstInvoice?.lines.map(({ quantity, unitName }) => `${quantity} ${unitName}`);
    expect(names).toEqual(['1 null', '1 null', '2 packs']);
    expect((await get(invoiceView, `/v1/invoices/${made.firstInvoice?.id}`)).lines).toEqual(made.firstInvoice?.lines);
  });

  it('creates one subscription when a lost request is sent again', async () => {
    const key = randomUUID();
    const [first, second] = await Promise.all([
      app.api.post<{ readonly id: string }>('/v1/subscriptions', order(), 201, { key }),
      app.api.post<{ readonly id: string }>('/v1/subscriptions', order(), 201, { key }),
    ]);
    expect(second.id).toBe(first.id);
  });

  it('refuses an unknown customer', async () => {
    expect(await refusal('/v1/subscriptions', order({ customerId: 'cus_none' }), 404)).toBe('not_found');
  });

  it.each([{}, { prefer: 'respond-async' }])(
    'answers 404 to a command on one that does not exist, with the headers %j',
    async (headers) => {
      const options = { headers };
      const answer = await app.api.post<{ readonly code: string }>('/v1/subscriptions/sub_none/cancel', {}, 404, options);
      expect(answer.code).toBe('subscription_not_found');
    },
  );

  it('lists the subscriptions of one customer', async () => {
    const other = await createCustomer(app.api);
    const id = await subscribe({ customerId: other });
    const { data } = await get(subscriptionList, `/v1/subscriptions?customerId=${other}`);
    expect(data.map((each) => each.id)).toEqual([id]);
  });
});

describe('previews', () => {
  it('give the price of a new subscription, and its quote is valid', async () => {
    const quote = await post(preview, '/v1/subscriptions/preview', order({ addOns: [{ addOnKey: 'water' }] }));
    expect(quote.invoices.map(({ number, status, total }) => [number, status, total.amount])).toEqual([
      [null, 'draft', '26.00'],
    ]);
    expect(quote.entitlementChanges.map(({ change, featureKey }) => `${change} ${featureKey}`)).toEqual([
      'gained filtered-water',
      'gained gym',
    ]);
    await subscribe({ addOns: [{ addOnKey: 'water' }], quoteId: quote.quoteId });
    expect(await refusal('/v1/subscriptions', order({ quoteId: quote.quoteId }), 409)).toBe('quote_stale');
  });

  it('for a later day give the price at that time, and write nothing', async () => {
    const id = await subscribe();
    const before = await get(subscriptionView, `/v1/subscriptions/${id}`);
    // 2 × 7.00 × 14/31, for the 18th to the 31st of March.
    const quote = await post(preview, `/v1/subscriptions/${id}/preview`, {
      command: { type: 'attachAddOn', addOnKey: 'devices', quantity: 2 },
      at: '2026-03-18T09:00:00Z',
    });
    expect(quote.invoices.map(({ total }) => total.amount)).toEqual(['6.32']);
    expect(quote.entitlementChanges).toMatchObject([
      { change: 'gained', featureKey: 'device', before: null, after: { quota: '6' } },
    ]);
    expect(quote.expiresAt).toBe('2026-03-19T00:00:00.000Z');
    expect(await get(subscriptionView, `/v1/subscriptions/${id}`)).toEqual(before);
  });

  it('show the credits and lost access of an immediate cancellation', async () => {
    const id = await subscribe();
    const quote = await post(preview, `/v1/subscriptions/${id}/preview`, {
      command: { type: 'cancel', when: 'now' },
      at: '2026-03-17T00:00:00Z',
    });
    // (20.00 + 1.00) × 15/31: 9.677… and 0.483…, each rounded on its line.
    expect(quote.creditNotes.map(({ total }) => total.amount)).toEqual(['-10.16']);
    expect(quote.entitlementChanges).toMatchObject([{ change: 'lost', featureKey: 'gym', after: null }]);
    expect(quote.subscription.status).toBe('canceled');
  });

  it('refuse a past instant', async () => {
    const id = await subscribe();
    const command = { type: 'cancel' };
    expect(await refusal(`/v1/subscriptions/${id}/preview`, { command, at: '2026-02-28T00:00:00Z' }, 422)).toBe(
      'clock_cannot_go_back',
    );
  });
});

describe('commands', () => {
  it('return what they created and scheduled', async () => {
    const id = await subscribe();
    const attached = await post(addOnAnswer, `/v1/subscriptions/${id}/add-ons`, { addOnKey: 'devices', quantity: 2 });
    expect(attached.addOn).toMatchObject({ addOnKey: 'devices', status: 'active', quantity: '2', endsAt: null });
    expect(attached.invoices.map(({ total }) => total.amount)).toEqual(['14.00']);
    expect(attached.pending).toEqual([]);
    const removed = await post(addOnAnswer, `/v1/subscriptions/${id}/add-ons/${attached.addOn?.id}/remove`, {});
    expect(removed.addOn).toMatchObject({ status: 'ending', endsAt: '2026-04-01T00:00:00.000Z' });
    expect(removed.pending).toMatchObject([{ command: { type: 'removeAddOn' }, effectiveAt: '2026-04-01T00:00:00.000Z' }]);
    const pending = await get(pendingList, `/v1/subscriptions/${id}/pending?limit=1`);
    expect(pending).toEqual({ data: removed.pending, nextCursor: null });
  });

  it('return no add-on for a scheduled attach', async () => {
    const id = await subscribe();
    const answer = await post(addOnAnswer, `/v1/subscriptions/${id}/add-ons`, { addOnKey: 'water', when: 'nextPeriod' });
    expect([answer.addOn, answer.invoices, answer.pending.length]).toEqual([null, [], 1]);
  });

  it('create a credit note that names the credited lines', async () => {
    const id = await subscribe();
    const { addOn, invoices } = await post(addOnAnswer, `/v1/subscriptions/${id}/add-ons`, { addOnKey: 'water' });
    const removed = await post(addOnAnswer, `/v1/subscriptions/${id}/add-ons/${addOn?.id}/remove`, { when: 'now' });
    expect(removed.addOn?.status).toBe('canceled');
    const [note] = removed.creditNotes;
    expect(note).toMatchObject({
      total: { amount: '-5.00' },
      lines: [{ kind: 'credit', creditedLineId: invoices[0]?.lines[0]?.id }],
    });
    expect(await get(creditNoteView, `/v1/credit-notes/${note?.id}`)).toEqual(note);
    expect((await get(creditNoteList, `/v1/subscriptions/${id}/credit-notes`)).data).toEqual([note]);
  });

  it('use If-Match as the expected revision', async () => {
    const id = await subscribe();
    const cancel = (tag: string, status: number) =>
      app.api.post<{ readonly code?: string }>(`/v1/subscriptions/${id}/cancel`, {}, status, { headers: { 'if-match': tag } });
    expect((await cancel('"7"', 409)).code).toBe('revision_mismatch');
    parseExactly(commandAnswer, await cancel('"1"', 200));
  });

  it('are only enqueued if the caller does not wait', async () => {
    const id = await subscribe();
    const key = randomUUID();
    const options = { key, headers: { prefer: 'respond-async' } };
    const handed = parseExactly(acceptedCommand, await app.api.post(`/v1/subscriptions/${id}/cancel`, {}, 202, options));
    expect(handed).toEqual({ requestId: key, subscriptionId: id });
    // The next command of the same subscription is processed after it.
    await post(advanceAnswer, `/v1/subscriptions/${id}/clock/advance`, { to: '2026-03-02T00:00:00Z' });
    expect((await get(subscriptionView, `/v1/subscriptions/${id}`)).cancelAt).toBe('2026-04-01T00:00:00.000Z');
  });
});

describe('GET /v1/subscriptions', () => {
  it('filters by customer, plan and status', async () => {
    const own = await createCustomer(app.api);
    const kept = await subscribe({ customerId: own });
    const ended = await subscribe({ customerId: own });
    await post(commandAnswer, `/v1/subscriptions/${ended}/cancel`, { when: 'now' });
    const listed = async (query: string) =>
      (await get(subscriptionList, `/v1/subscriptions?customerId=${own}${query}`)).data.map(({ id }) => id);
    expect(await listed('')).toEqual([kept, ended]);
    expect(await listed('&status=canceled')).toEqual([ended]);
    expect(await listed('&status=active&planKey=basic')).toEqual([kept]);
    expect(await listed('&planKey=premium')).toEqual([]);
    expect(await listed('&limit=1')).toEqual([kept]);
  });
});

describe('a repeated command whose answer has expired', () => {
  it('is answered from its decision and has no second effect', async () => {
    const stated = order({ customerId: await createCustomer(app.api) });
    const keys = { create: randomUUID(), attach: randomUUID() };
    const create = () => app.api.post<{ id: string }>('/v1/subscriptions', stated, 201, { key: keys.create });
    const first = await create();
    const attach = () =>
      app.api.post<{ invoices: unknown }>(`/v1/subscriptions/${first.id}/add-ons`, { addOnKey: 'water' }, 200, {
        key: keys.attach,
      });
    const attached = await attach();
    await runAsOwner(app.ownerUrl, ['delete from idempotency_key']);
    expect((await create()).id).toBe(first.id);
    expect((await attach()).invoices).toEqual(attached.invoices);
    const { data } = await get(timelineList, `/v1/subscriptions/${first.id}/timeline`);
    expect(data.map(({ did }) => did)).toEqual(['attachAddOn', 'createSubscription']);
  });
});

describe('clock/advance', () => {
  it('returns what happened in between, oldest first, with the invoices', async () => {
    const id = await subscribe();
    await post(advanceAnswer, `/v1/subscriptions/${id}/clock/advance`, { to: '2026-03-10T00:00:00Z' });
    const moved = await post(advanceAnswer, `/v1/subscriptions/${id}/clock/advance`, { to: '2026-05-15T00:00:00Z' });
    expect(moved.happened.map(({ did }) => did)).toEqual(['renewPeriod', 'renewPeriod', 'advanceClock']);
    expect(moved.invoices.map(({ effectiveAt }) => effectiveAt).toSorted()).toEqual([
      '2026-04-01T00:00:00.000Z',
      '2026-05-01T00:00:00.000Z',
    ]);
    expect(moved.subscription.at).toBe('2026-05-15T00:00:00.000Z');
  });

  it('writes a timeline, paged and newest first', async () => {
    const id = await subscribe();
    await post(advanceAnswer, `/v1/subscriptions/${id}/clock/advance`, { to: '2026-04-15T00:00:00Z' });
    const first = await get(timelineList, `/v1/subscriptions/${id}/timeline?limit=2`);
    const second = await get(timelineList, `/v1/subscriptions/${id}/timeline?limit=2&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data].map(({ revision, did }) => `${revision} ${did}`)).toEqual([
      '3 advanceClock',
      '2 renewPeriod',
      '1 createSubscription',
    ]);
    expect(second.nextCursor).toBeNull();
  });

  it('records in the timeline who commanded what and why, and what was due', async () => {
    const id = await subscribe({ actor: 'customer' });
    await post(advanceAnswer, `/v1/subscriptions/${id}/clock/advance`, { to: '2026-04-01T00:00:00Z' });
    await app.api.post(`/v1/subscriptions/${id}/cancel`, { actor: 'customer', reason: 'moved away' }, 200);
    const { data } = await get(timelineList, `/v1/subscriptions/${id}/timeline`);
    expect(data.map(({ command, actor, reason, due }) => [command, actor, reason, due])).toEqual([
      ['cancel', 'customer', 'moved away', null],
      ['advanceClock', 'admin', null, null],
      [null, null, null, [{ at: '2026-04-01T00:00:00.000Z', kind: 'renewal', thing: '1' }]],
      ['create', 'customer', null, null],
    ]);
  });

  it('records with a change the policies that decided it, with value and level', async () => {
    const id = await subscribe();
    const policies = { 'attach.proration': 'full' };
    await app.api.post(`/v1/subscriptions/${id}/add-ons`, { addOnKey: 'water', when: 'now', policies }, 200);
    const { data } = await get(timelineList, `/v1/subscriptions/${id}/timeline?limit=1`);
    const attached = data[0]?.events.find(({ type }) => type === 'AddOnAttached');
    expect(attached?.['policies']).toMatchObject({
      'attach.when': { key: 'attach.when', value: 'now', level: 'command' },
      'attach.proration': { key: 'attach.proration', value: 'full', level: 'command' },
      'attach.invoice': { key: 'attach.invoice', value: 'now', level: 'default' },
    });
  });

  it('is refused on the wall clock', async () => {
    const id = await subscribe({ startAt: undefined, runsInRealTime: true });
    expect(await refusal(`/v1/subscriptions/${id}/clock/advance`, { to: '2040-01-01T00:00:00Z' }, 422)).toBe(
      'clock_is_real_time',
    );
  });
});

/** Launches a plan `store` at 20.00 with the add-on `boxes`: 5.00 each for the first ten, 3.00 each for more. */
async function sellBoxes(): Promise<void> {
  const terms = { currency: 'USD', cadence: monthly, timing: 'inAdvance' };
  const tiers = [
    { upTo: '10', unitAmount: '5.00' },
    { upTo: null, unitAmount: '3.00' },
  ];
  const sold = (key: string, price: object) => ({
    productKey: 'club',
    key,
    name: key,
    rateCards: [{ key, prices: [{ ...terms, ...price }] }],
  });
  const unit = { singular: 'box', plural: 'boxes' };
  await app.api.post('/v1/add-ons', { ...sold('boxes', { model: 'tiered', tiers }), unit });
  await app.api.post('/v1/add-ons/boxes/launch', {}, 200);
  const addOns = [{ addOnKey: 'boxes', requirement: 'optional' }];
  await app.api.post('/v1/plans', { ...sold('store', { model: 'flat', amount: '20.00' }), addOns });
  await app.api.post('/v1/plans/store/launch', {}, 200);
}

describe('explain', () => {
  it('shows the numbers from which a prorated amount was computed', async () => {
    const id = await subscribe();
    await post(advanceAnswer, `/v1/subscriptions/${id}/clock/advance`, { to: '2026-03-18T09:00:00Z' });
    const { invoices } = await post(addOnAnswer, `/v1/subscriptions/${id}/add-ons`, { addOnKey: 'devices', quantity: 2 });
    const why = await get(explanation, `/v1/invoices/${invoices[0]?.id}/lines/1/explain`);
    expect(why.sentence).toContain('2 × 7.00 USD × 14/31 days = 6.32 USD');
    expect(why.derivation.share).toEqual({ numerator: 14, denominator: 31, unit: 'day' });
    await app.api.get(`/v1/invoices/${invoices[0]?.id}/lines/2/explain`, 404);
  });

  it('3-33 explains a tiered price in numbers and in sentences', async () => {
    await sellBoxes();
    const id = await subscribe({ planKey: 'store', addOns: [{ addOnKey: 'boxes', quantity: 8 }] });
    await post(advanceAnswer, `/v1/subscriptions/${id}/clock/advance`, { to: '2026-03-18T09:00:00Z' });
    const [boxes] = (await get(subscriptionView, `/v1/subscriptions/${id}`)).addOns;
    const raised = await app.api.patch<{ readonly invoices: readonly { readonly id: string }[] }>(
      `/v1/subscriptions/${id}/add-ons/${boxes?.id}`,
      { quantity: 12 },
    );
    // 56.00 − 40.00 = 16.00 for 14 of 31 days.
    const why = await get(explanation, `/v1/invoices/${raised.invoices[0]?.id}/lines/1/explain`);
    expect(why.amount.amount).toBe('7.23');
    expect(why.steps.slice(1, 5)).toEqual([
      'For 12: Tier 1, up to 10: 10 × 5 = 50.',
      'For 12: Tier 2, above: 2 × 3 = 6.',
      'For 12: Together 56.',
      'For 8: Tier 1, up to 10: 8 × 5 = 40.',
    ]);
    expect(why.derivation.price).toMatchObject({
      quantity: '12',
      steps: [
        { tier: 1, from: '0', upTo: '10', units: '10', unitAmount: '5', subtotal: '50' },
        { tier: 2, from: '10', upTo: null, units: '2', unitAmount: '3', subtotal: '6' },
      ],
      exactAmount: '56',
    });
    expect(why.derivation.paid).toMatchObject({ quantity: '8', exactAmount: '40' });
  });
});

describe('a subscription on the wall clock whose worker is down', () => {
  it('is read and checked at the current time, although nothing has been written', async () => {
    const late = await startTestApp();
    try {
      await createGymCatalogue(late.api);
      const member = await createCustomer(late.api);
      const startAt = new Date(Date.now() + 4_000).toISOString();
      const body = { customerId: member, planKey: 'basic', cadence: monthly, currency: 'USD', startAt, runsInRealTime: true };
      const { id, status } = await late.api.post<{ readonly id: string; readonly status: string }>(
        '/v1/subscriptions',
        body,
        201,
      );
      expect(status).toBe('pending');
      await late.stopWorker();
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(startAt) - Date.now() + 50)));
      const shown = await late.api.get<{ readonly status: string; readonly revision: number; readonly currentPeriod: object }>(
        `/v1/subscriptions/${id}`,
      );
      expect(shown).toMatchObject({ status: 'active', revision: 1, currentPeriod: { start: startAt, number: 1 } });
      const checked = await late.api.post('/v1/entitlements/check', { customerId: member, featureKey: 'gym' }, 200);
      expect(checked).toMatchObject({ allowed: true, sources: [{ subscriptionId: id, startsAt: startAt }] });
      expect(await late.api.get(`/v1/subscriptions/${id}/invoices`)).toEqual({ data: [], nextCursor: null });
    } finally {
      await late.stop();
    }
  });
});
