import { randomUUID } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import type { CommandMessage } from '../../src/contracts/messages.ts';
import type { CommandAnswer, InvoiceView, ListOf, ProblemView, SubscriptionView } from '../support/api-client.ts';
import { waitFor } from '../support/wait-for.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { eventsOf, historyOf } from '../support/history.ts';
import { advanceTo, attachmentOf, invoicesOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

// Optimistic concurrency, quotes and asynchronous answers.

let app: TestApp;
let member: SubscriptionView;

beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
});
beforeEach(async () => {
  member = await subscribe(app.api, { startAt: '2026-03-01T00:00:00Z' });
  await advanceTo(app.api, member.id, '2026-03-18T00:00:00Z');
});
afterAll(async () => app.stop());

const path = (rest: string): string => `/v1/subscriptions/${member.id}${rest}`;
const water = { addOnKey: 'water' };

interface Preview {
  readonly quoteId: string;
  readonly invoices: readonly InvoiceView[];
  readonly entitlementChanges: readonly { readonly featureKey: string; readonly change: string }[];
}
const preview = (command: object) => app.api.post<Preview>(path('/preview'), { command }, 200);

describe('a command with If-Match', () => {
  it('succeeds at the revision that the client has read', async () => {
    const { revision } = await readSubscription(app.api, member.id);
    const answer = await app.api.post<CommandAnswer>(path('/add-ons'), water, 200, {
      headers: { 'if-match': `"${revision}"` },
    });
    expect(answer.subscription.revision).toBe(revision + 1);
  });

  it('is refused at another revision, with the current one, as with expectedRevision, and does nothing', async () => {
    const { revision } = await readSubscription(app.api, member.id);
    const byHeader = await app.api.post(path('/add-ons'), water, 409, { headers: { 'if-match': `"${revision - 1}"` } });
    const byBody = await app.api.post(path('/add-ons'), { ...water, expectedRevision: revision - 1 }, 409);
    for (const refused of [byHeader, byBody]) expect(refused).toMatchObject({ code: 'revision_mismatch', meta: { revision } });
    expect((await readSubscription(app.api, member.id)).revision).toBe(revision);
  });
});

describe('a command with the quote of a preview', () => {
  it('has the effect of the preview: 5.00 × 14/31 = 2.26 and access to water', async () => {
    const quoted = await preview({ type: 'attachAddOn', ...water });
    expect(quoted.invoices.map(({ total }) => total.amount)).toEqual(['2.26']);
    expect(quoted.entitlementChanges).toMatchObject([{ featureKey: 'filtered-water', change: 'gained' }]);
    expect(await invoicesOf(app.api, member.id)).toHaveLength(1);
    const answer = await app.api.post<CommandAnswer>(path('/add-ons'), { ...water, quoteId: quoted.quoteId }, 200);
    expect(answer.invoices.map(({ total }) => total.amount)).toEqual(['2.26']);
  });

  it('is refused a day later, with both outcomes, since it would be 5.00 × 13/31 = 2.10, and does nothing', async () => {
    const { quoteId } = await preview({ type: 'attachAddOn', ...water });
    await advanceTo(app.api, member.id, '2026-03-19T00:00:00Z');
    const stale = await app.api.post<ProblemView & { readonly meta: object }>(path('/add-ons'), { ...water, quoteId }, 409);
    expect(stale).toMatchObject({
      code: 'quote_stale',
      meta: {
        quotedOnly: ['charge water/water × 1 = 2.26 USD until 2026-04-01'],
        nowOnly: ['charge water/water × 1 = 2.10 USD until 2026-04-01'],
      },
    });
    expect((await readSubscription(app.api, member.id)).addOns.map(({ addOnKey }) => addOnKey)).toEqual(['cover']);
  });

  it('reaches the workflow without the text of the quote, and is refused for an invalid quote', async () => {
    const { quoteId } = await preview({ type: 'attachAddOn', ...water });
    await app.api.post(path('/add-ons'), { ...water, quoteId }, 200);
    const history = await historyOf(app.temporal.workflow.getHandle(app.workflowId(member.id)));
    const sent = eventsOf(history, 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED').at(-1);
    const [input] = sent?.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.args?.payloads ?? [];
    const message = input ? defaultPayloadConverter.fromPayload<CommandMessage>(input) : null;
    expect(message?.command).toMatchObject({ ...water, quoteId: expect.stringMatching(/^quh_[0-9a-f]{32}$/) });
    const refused = await app.api.post(path('/add-ons'), { ...water, quoteId: 'quo_%' }, 409);
    expect(refused).toMatchObject({
      code: 'quote_stale',
      detail: '`quoteId` is not the id of a quote: ask for a preview and send its `quoteId`.',
    });
  });

  it('also succeeds for a removal, whose preview schedules it without a document', async () => {
    await app.api.post(path('/add-ons'), water, 200);
    const attachmentId = attachmentOf(await readSubscription(app.api, member.id), 'water').id;
    const quoted = await preview({ type: 'removeAddOn', attachmentId });
    expect(quoted.invoices).toEqual([]);
    await app.api.post(path(`/add-ons/${attachmentId}/remove`), { quoteId: quoted.quoteId }, 200);
  });
});

describe('a command with Prefer: respond-async', () => {
  it('is accepted at once and appears in the timeline with its request id', async () => {
    const key = randomUUID();
    const accepted = await app.api.post(path('/add-ons'), water, 202, { key, headers: { prefer: 'respond-async' } });
    expect(accepted).toEqual({ requestId: key, subscriptionId: member.id });
    const done = await waitFor('the command is in the timeline', async () => {
      const { data } = await app.api.get<ListOf<{ readonly requestId: string; readonly did: string }>>(path('/timeline'));
      return data.find(({ requestId }) => requestId === key);
    });
    expect(done.did).toBe('attachAddOn');
  });
});
