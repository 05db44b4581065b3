import { evolveAll } from '../../src/domain/subscription/model/evolve.ts';
import { type SubscriptionId, type TenantId, toAttachmentId, toSubscriptionId, toVersionId } from '../../src/domain/ids.ts';
import { quoteId, quoteFingerprint } from '../../src/domain/subscription/outcome/quote.ts';
import { initial } from '../../src/domain/subscription/model/state.ts';
import type { Instant } from '../../src/domain/time/instant.ts';
import { catalogueWrites } from '../../src/persistence/catalogue/catalogue-writes.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { aCreate, cancel } from '../support/builders/commands.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import {
  aCredit,
  aGrant,
  aLine,
  anAttachment,
  april,
  aStoredAttachment,
  attached,
  basic,
  created,
  march,
  may,
  midMarch,
  water,
  subscriptionId,
  attachmentId,
} from '../support/builders/records.ts';
import { aDecision, aGymTenant, decide } from './tenant-fixture.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;
const reads = () => subscriptionReads(database);
const page = { limit: 50, after: null };
const everybody = { customerId: null, baseKey: null, status: null };
const ann = { ...everybody, customerId: 'cus_ann' };

let tenants = 0;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
beforeEach(async () => {
  tenants += 1;
  tenantId = await aGymTenant(database, `gym ${tenants}`);
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const load = (id: SubscriptionId, requestId: string) =>
  decisionTransaction(database)(tenantId, (unit) => unit.load(id, { origin: 'client', requestId }));

describe('decisionTransaction', () => {
  it('returns the initial state for an unknown subscription', async () => {
    expect(await load(subscriptionId, 'r')).toEqual({ state: initial, revision: 0, decided: null });
  });

  it('returns the state, the revision and the outcome of a request as saved', async () => {
    const decision = aDecision('sub_1', { events: [...created('sub_1'), ...attached()] });
    await decide(database, tenantId, decision);
    expect(await load(subscriptionId, 'request-1')).toEqual({
      state: decision.after,
      revision: 1,
      decided: { requestHash: 'hash-1', outcome: decision.outcome },
    });
    expect(await load(subscriptionId, 'another')).toMatchObject({ revision: 1, decided: null });
  });

  it('separates the request ids of clients and of wakes', async () => {
    const requestId = 'due/renewal/1/2026-04-01T00:00:00.000Z';
    await decide(database, tenantId, aDecision('sub_1', { events: created('sub_1'), requestId }));
    const asWake = decisionTransaction(database)(tenantId, (unit) => unit.load(subscriptionId, { origin: 'wake', requestId }));
    expect(await asWake).toMatchObject({ revision: 1, decided: null });
    const before = evolveAll(initial, created('sub_1'));
    const renewal = aDecision('sub_1', { before, events: attached(), revision: 2, requestId, origin: 'wake' });
    await expect(decide(database, tenantId, renewal)).resolves.toMatchObject({ revision: 2 });
    expect(await load(subscriptionId, requestId)).toMatchObject({ decided: { requestHash: 'hash-1' } });
  });

  it('rolls back a decision that fails after its save', async () => {
    const failing = decisionTransaction(database)(tenantId, async (unit) => {
      await unit.load(subscriptionId, { origin: 'client', requestId: 'r' });
      await unit.save(aDecision('sub_1', { events: created('sub_1') }));
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect(await load(subscriptionId, 'request-1')).toMatchObject({ revision: 0, decided: null });
  });

  it('lets one of twenty concurrent creations succeed, and returns its outcome to the others', async () => {
    const attempts = Array.from({ length: 20 }, (_, index) => {
      const decision = aDecision('sub_1', { events: created('sub_1') });
      return decide(database, tenantId, {
        ...decision,
        outcome: { ...decision.outcome, summary: `attempt ${index}` } as typeof decision.outcome,
      });
    });
    const outcomes = await Promise.all(attempts);
    const summaries = outcomes.map((outcome) => (outcome.result === 'applied' ? outcome.summary : 'refused'));
    expect(new Set(summaries).size).toBe(1);
    expect((await reads().listTimeline(tenantId, subscriptionId, page)).data).toHaveLength(1);
  });

  it('returns the decision that it waited for, if the request is the same', async () => {
    await decide(database, tenantId, aDecision('sub_1', { events: created('sub_1') }));
    const before = evolveAll(initial, created('sub_1'));
    const same = () => decide(database, tenantId, aDecision('sub_1', { before, events: attached(), revision: 2 }));
    const outcomes = await Promise.all([same(), same(), same(), same()]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect((await reads().listInvoices(tenantId, { subscriptionId, customerId: null }, page)).data).toHaveLength(1);
  });

  it('numbers invoices without gaps in 20 concurrent decisions of which every third fails', async () => {
    const decideOne = (index: number) =>
      decisionTransaction(database)(tenantId, async (unit) => {
        const id = toSubscriptionId(`sub_${index}`);
        await unit.load(id, { origin: 'client', requestId: 'request-1' });
        const line = aLine({ id: `lin_${index}` });
        await unit.save(aDecision(id, { events: [...created(id), ...attached({ line, invoiceId: `inv_${index}` })] }));
        if (index % 3 === 0) throw new Error('fails after its number was taken');
      });
    await Promise.allSettled(Array.from({ length: 20 }, (_, index) => decideOne(index)));
    const { data } = await reads().listInvoices(tenantId, { subscriptionId: null, customerId: null }, page);
    // 0, 3, 6, 9, 12, 15 and 18 fail: 13 of 20 remain.
    expect(data.map(({ number }) => number)).toEqual(
      Array.from({ length: 13 }, (_, index) => `ANX-${String(index + 1).padStart(6, '0')}`),
    );
  });

  it('loads versions and offerings on sale in one query, null for those not on sale', async () => {
    const facts = await decisionTransaction(database)(tenantId, async (unit) =>
      unit.loadFacts(await unit.baseFacts(), [
        { kind: 'version', id: toVersionId('ver_water_1') },
        { kind: 'launched', offering: 'plan', key: 'basic' },
        { kind: 'launched', offering: 'plan', key: 'gold' },
        { kind: 'launched', offering: 'addOn', key: 'water' },
      ]),
    );
    expect(facts).toEqual({
      versions: { ver_basic_1: { ...basic, status: 'launched' }, ver_water_1: { ...water, status: 'launched' } },
      launched: { plan: { basic: 'ver_basic_1', gold: null }, addOn: { water: 'ver_water_1' }, singlePurchase: {} },
      archivedAddOns: [],
      tenantPolicies: {},
      catalogueEdition: 1,
      timeZoneData: process.versions['tz'],
    });
  });

  it('reads a text that was edited in place since the last decision', async () => {
    const nameOf = async () => {
      const facts = await decisionTransaction(database)(tenantId, async (unit) =>
        unit.loadFacts(await unit.baseFacts(), [{ kind: 'version', id: toVersionId('ver_basic_1') }]),
      );
      return facts.versions['ver_basic_1']?.name;
    };
    const before = await nameOf();
    await database.inTenant(tenantId, async (em) => {
      const writes = catalogueWrites({ em, tenantId, versions: database.versions });
      const offering = await writes.lockOffering('plan', 'basic');
      if (offering === null) throw new Error('the plan exists');
      await writes.editInPlace(offering, (version) => ({ ...version, name: 'Basic, renamed' }));
    });
    expect([before, await nameOf()]).toEqual(['Basic', 'Basic, renamed']);
  });
});

describe('subscriptionReads', () => {
  const events = [...created('sub_1'), ...attached()];
  const state = evolveAll(initial, events);

  beforeEach(() => decide(database, tenantId, aDecision('sub_1', { events })));

  it('returns an invoice to the last digit, with its number', async () => {
    const usd = (amount: string) => ({ amount, currency: 'USD' });
    expect(await reads().findInvoices(tenantId, ['inv_1', 'inv_none'])).toEqual([
      {
        id: 'inv_1',
        number: 'ANX-000001',
        status: 'issued',
        subscriptionId: 'sub_1',
        customerId: 'cus_ann',
        reason: 'change',
        currency: 'USD',
        effectiveAt: midMarch,
        issuedAt: midMarch,
        period: { start: march, end: april },
        subtotal: usd('9.03'),
        discount: usd('0.00'),
        tax: usd('0.00'),
        total: usd('9.03'),
        lines: [aLine()],
      },
    ]);
  });

  it('keeps the scale of an amount: 900 yen stay 900', async () => {
    const amount = { amount: '900', currency: 'JPY' };
    const line = aLine({ id: 'lin_yen', unitAmount: '0.000000000012', amount });
    await decide(
      database,
      tenantId,
      aDecision('sub_yen', {
        events: [...created('sub_yen', { currency: 'JPY' }), ...attached({ line, invoiceId: 'inv_yen' })],
      }),
    );
    const [invoice] = await reads().findInvoices(tenantId, ['inv_yen']);
    expect(invoice?.total).toEqual(amount);
    expect(invoice?.lines[0]).toEqual(line);
  });

  it('returns a credit note with a number of a separate sequence', async () => {
    const credit = {
      type: 'CreditNoteIssued',
      at: midMarch,
      creditNoteId: 'crn_1',
      period: { start: march, end: april },
      lines: [aCredit()],
    } as const;
    await decide(database, tenantId, aDecision('sub_1', { before: state, events: [credit], revision: 2 }));
    const { data } = await reads().listCreditNotes(tenantId, subscriptionId, page);
    expect(data).toEqual([
      {
        id: 'crn_1',
        number: 'ANX-CN-000001',
        subscriptionId: 'sub_1',
        customerId: 'cus_ann',
        currency: 'USD',
        effectiveAt: midMarch,
        period: { start: march, end: april },
        total: { amount: '-4.52', currency: 'USD' },
        lines: [aCredit()],
      },
    ]);
    expect(await reads().findCreditNotes(tenantId, ['crn_1'])).toEqual(data);
  });

  it('returns the subscription with its add-ons, ended ones included', async () => {
    const ended = [
      { type: 'AddOnEnded', at: april, attachmentId, ending: 'canceled', reason: null, policies: {} },
      { type: 'GrantEnded', at: april, grantId: 'gra_1' },
    ] as const;
    const decision = aDecision('sub_1', { before: state, events: ended, revision: 2, nextWakeAt: null });
    await decide(database, tenantId, decision);
    expect(await reads().find(tenantId, subscriptionId)).toEqual({
      id: 'sub_1',
      revision: 2,
      stuck: null,
      above: { plan: {}, tenant: {} },
      state: decision.after,
      nextWakeAt: null,
      attachments: [aStoredAttachment()],
    });
  });

  it('writes an add-on that starts and ends in one decision once, with its end', async () => {
    const second = toAttachmentId('att_2');
    const [attach, start] = attached({
      attachment: anAttachment({ id: second }),
      grant: aGrant({ id: 'gra_2', attachmentId: second }),
    });
    if (attach === undefined || start === undefined) throw new Error('an attach has two events');
    const short = [
      attach,
      start,
      { type: 'AddOnQuantityChanged', at: midMarch, attachmentId: second, from: '1', to: '3', policies: {} },
      { type: 'AddOnEnded', at: april, attachmentId: second, ending: 'expired', reason: null, policies: {} },
      { type: 'GrantEnded', at: april, grantId: 'gra_2' },
    ] as const;
    await decide(database, tenantId, aDecision('sub_1', { before: state, events: short, revision: 2 }));
    const found = await reads().find(tenantId, subscriptionId);
    expect(found?.attachments[1]).toEqual(aStoredAttachment({ id: second, quantity: '3', ending: 'expired' }));
    const { grants } = await reads().findGrants(
      tenantId,
      { customerId: 'cus_ann', subscriptionId: null, featureKey: null },
      may,
    );
    expect(grants.map(({ grant }) => grant.id)).toEqual(['gra_1']);
  });

  it('pages through the timeline, newest first', async () => {
    await decide(database, tenantId, aDecision('sub_1', { before: state, events: [], revision: 2 }));
    await decide(database, tenantId, aDecision('sub_1', { before: state, events: [], revision: 3 }));
    const newest = await reads().listTimeline(tenantId, subscriptionId, { limit: 2, after: null });
    expect(newest.data.map(({ revision }) => revision)).toEqual([3, 2]);
    const rest = await reads().listTimeline(tenantId, subscriptionId, { limit: 2, after: newest.next });
    expect(rest).toEqual({
      data: [
        {
          revision: 1,
          at: midMarch,
          did: 'createSubscription',
          actor: 'admin',
          requestId: 'request-1',
          command: aCreate(),
          due: null,
          decidedAt: midMarch,
          summary: 'revision 1',
          events,
        },
      ],
      next: null,
    });
  });

  it('stores with a decision its command, with the fingerprint of the quote, or its due work', async () => {
    const cancelNow = cancel({ when: 'now', reason: 'moved away' });
    const quote = quoteId(created('sub_1'));
    const due = [{ at: april, kind: 'renewal', thing: '1' }] as const;
    const decided = { before: state, events: [] };
    await decide(
      database,
      tenantId,
      aDecision('sub_1', { ...decided, revision: 2, command: { ...cancelNow, quoteId: quote } }),
    );
    await decide(database, tenantId, aDecision('sub_1', { ...decided, revision: 3, command: null, due }));
    const { data } = await reads().listTimeline(tenantId, subscriptionId, { limit: 2, after: null });
    const quoteHash = quoteFingerprint(quote);
    expect(quoteHash).toMatch(/^quh_/);
    expect(data.map((entry) => [entry.command, entry.due])).toEqual([
      [null, due],
      [{ ...cancelNow, quoteHash }, null],
    ]);
  });

  it('returns an empty page after the end', async () => {
    expect(await reads().listTimeline(tenantId, subscriptionId, { limit: 2, after: 1 })).toEqual({
      data: [],
      next: null,
    });
    expect(await reads().list(tenantId, everybody, { limit: 2, after: 999_999_999_999_999 })).toEqual({
      data: [],
      next: null,
    });
  });

  it('lists the subscriptions of a customer in the order of creation', async () => {
    await decide(database, tenantId, aDecision('sub_0', { events: created('sub_0') }));
    const all = await reads().list(tenantId, ann, { limit: 1, after: null });
    expect(all.data.map(({ id }) => id)).toEqual(['sub_1']);
    const rest = await reads().list(tenantId, ann, { limit: 1, after: all.next });
    expect(rest.data.map(({ id }) => id)).toEqual(['sub_0']);
    expect(rest.next).toBeNull();
    expect((await reads().list(tenantId, { ...everybody, customerId: 'cus_none' }, page)).data).toEqual([]);
  });
});

describe('findGrants', () => {
  const filter = { customerId: 'cus_ann', subscriptionId: null, featureKey: 'water' };
  const inApril = '2026-04-10T00:00:00.000Z' as Instant;

  it('omits grants that ended, except those of a sandbox subscription whose clock is earlier', async () => {
    for (const clock of ['wall', 'sandbox'] as const) {
      const id = `sub_${clock}`;
      const events = [
        ...created(id, { clock }),
        ...attached({ line: aLine({ id: `lin_${clock}` }), invoiceId: `inv_${clock}` }),
      ];
      const decision = aDecision(id, { events });
      const [grant] = decision.consequences.grantsStarted;
      if (grant === undefined) throw new Error('an attach starts a grant');
      await decide(database, tenantId, {
        ...decision,
        nextWakeAt: null,
        consequences: { ...decision.consequences, grantsStarted: [{ ...grant, endsAt: april }] },
      });
    }
    const { grants, overdue } = await reads().findGrants(tenantId, filter, inApril);
    expect(grants.map((grant) => [grant.subscriptionId, grant.at])).toEqual([['sub_sandbox', midMarch]]);
    expect(overdue).toEqual([]);
    expect((await reads().findGrants(tenantId, filter, midMarch)).grants).toHaveLength(2);
    expect((await reads().findGrants(tenantId, { ...filter, featureKey: 'sauna' }, midMarch)).grants).toEqual([]);
  });

  it('returns all of an overdue subscription, even without a grant', async () => {
    const decision = aDecision('sub_1', { events: created('sub_1'), nextWakeAt: april });
    await decide(database, tenantId, decision);
    expect((await reads().findGrants(tenantId, filter, midMarch)).overdue).toEqual([]);
    const { overdue } = await reads().findGrants(tenantId, filter, april);
    expect(overdue).toEqual([
      { id: 'sub_1', revision: 1, state: decision.after, nextWakeAt: april, attachments: [], stuck: null },
    ]);
  });
});
