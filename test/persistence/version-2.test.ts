import { decideOnce } from '../../src/activities/decide-once.ts';
import { type TenantId, toSubscriptionId } from '../../src/domain/ids.ts';
import { explainLine } from '../../src/api/subscription/explanation.convert.ts';
import type { DecisionActivity } from '../../src/contracts/commands.ts';
import type { Applied } from '../../src/contracts/messages.ts';
import type { Command } from '../../src/domain/subscription/model/commands.ts';
import { evolveAll } from '../../src/domain/subscription/model/evolve.ts';
import { initial } from '../../src/domain/subscription/model/state.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { at, changeQuantity, remove } from '../support/builders/commands.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { aTenantWith, readHistory } from './stored-history.ts';

// Rows of states and events of version 2, as passed to the write function of that release.
// `sub_runs` has on 25 March: basic, 9 tiered seats after a decrease by one, a pool whose charge waits for the renewal, and a kit,
// one-time, that is scheduled for April. `sub_ended` was canceled.

const history = readHistory('version-2.json');

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;
let tenants = 0;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
beforeEach(async () => {
  tenants += 1;
  tenantId = await aTenantWith(history, { database, key: `gym ${tenants}`, migrated: { origin: 'client' } });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const runs = toSubscriptionId('sub_runs');
const reads = () => subscriptionReads(database);
const page = { limit: 50, after: null };

const decide = async (did: DecisionActivity, command: Command | null, on: string): Promise<Applied> => {
  const input = { tenantId, subscriptionId: runs, requestId: `${did}/${on}`, requestHash: '', at: at(on), command };
  const outcome = await decisionTransaction(database)(tenantId, (unit) => decideOnce(unit, did, input));
  if (outcome.result !== 'applied') throw new Error(outcome.error.message);
  return outcome;
};
const documentsOf = async ({ made }: Applied) => [
  ...(await reads().findInvoices(tenantId, made.invoiceIds)),
  ...(await reads().findCreditNotes(tenantId, made.creditNoteIds)),
];
const describeInvoice = async (applied: Applied) =>
  (await documentsOf(applied)).map(({ total, lines }) =>
    [total.amount, ...lines.map(({ offeringKey, quantity, amount }) => `${offeringKey} ×${quantity} ${amount.amount}`)].join(
      ', ',
    ),
  );
const seats = async (): Promise<string> =>
  (await reads().find(tenantId, runs))?.attachments.find(({ addOnKey }) => addOnKey === 'seats')?.id ?? '';

describe('a history of version 2', () => {
  it.each([runs, toSubscriptionId('sub_ended')])('%s can be read, and its events give its state', async (id) => {
    const { data } = await reads().listTimeline(tenantId, id, page);
    const events = data.toReversed().flatMap((decision) => decision.events);
    const stored = await reads().find(tenantId, id);
    expect(evolveAll(initial, events)).toEqual(stored?.state);
    expect(data.map(({ command, due, decidedAt }) => [command, due, decidedAt])).toEqual(data.map(() => [null, null, null]));
    const pins = events.flatMap((event) => (event.type === 'AddOnAttached' ? [event.policies] : []));
    expect(pins).toEqual(pins.map(() => ({})));
  });

  it('renews: the invoice has the waiting charge, the scheduled kit starts, 9 seats cost 5 × 7.00 + 4 × 6.00', async () => {
    const before = await reads().listInvoices(tenantId, { subscriptionId: runs, customerId: null }, page);
    const renewed = await decide('renewPeriod', null, '2026-04-01');
    const [issued] = await documentsOf(renewed);
    expect(issued?.lines.map(({ stamp }) => stamp)).toEqual([{}, {}, {}, {}, {}]);
    expect(issued?.lines.at(-1)?.servicePeriod).toEqual({ start: at('2026-04-01'), end: null });
    expect(before.data.flatMap(({ lines }) => lines.map(({ stamp }) => stamp))).toEqual([undefined, undefined, undefined]);
    expect(await describeInvoice(renewed)).toEqual([
      '158.03, pool ×1 9.03, basic ×1 20.00, seats ×9 59.00, pool ×1 20.00, kit ×1 50.00',
    ]);
  });

  it('credits its lines: of 9 seats, 6.97 × 2/3 × 4/12 and 21.23 × 4/14 on 28 March', async () => {
    const removed = await decide('removeAddOn', remove(await seats(), { when: 'now' }), '2026-03-28');
    expect(await describeInvoice(removed)).toEqual(['-7.62, seats ×-2 -1.55, seats ×-7 -6.07']);
  });

  it('accepts commands after its renewal: a tenth seat for the second half of April costs 6.00 × 15/30', async () => {
    await decide('renewPeriod', null, '2026-04-01');
    const raised = await decide('changeAddOnQuantity', changeQuantity(await seats(), '10'), '2026-04-16');
    expect(await describeInvoice(raised)).toEqual(['3.00, seats ×1 3.00']);
    const stored = await reads().find(tenantId, runs);
    const { data } = await reads().listTimeline(tenantId, runs, page);
    expect(
      evolveAll(
        initial,
        data.toReversed().flatMap(({ events }) => events),
      ),
    ).toEqual(stored?.state);
  });

  it('explains its lines with their stored sentences', async () => {
    const { data } = await reads().listInvoices(tenantId, { subscriptionId: runs, customerId: null }, page);
    const explained = data.flatMap((invoice) => invoice.lines.map((line) => explainLine(invoice, line).steps.slice(1, 4)));
    expect(explained).toEqual([
      [
        'The line pays for 2026-03-01T00:00:00.000Z to 2026-04-01T00:00:00.000Z.',
        'That is the whole period.',
        '20 USD is rounded half away from zero to 20.00 USD.',
      ],
      ['Tier 1, up to 5: 5 × 7 = 35.', 'Tier 2, above: 2 × 6 = 12.', 'Together 47.'],
      ['For 10: Tier 1, up to 5: 5 × 7 = 35.', 'For 10: Tier 2, above: 5 × 6 = 30.', 'For 10: Together 65.'],
    ]);
  });
});
