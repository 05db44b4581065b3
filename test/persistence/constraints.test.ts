import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import { PersistenceConflict } from '../../src/persistence/database/errors.ts';
import { runAsOwner } from '../support/postgres-admin.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { initial } from '../../src/domain/subscription/model/state.ts';
import { evolveAll } from '../../src/domain/subscription/model/evolve.ts';
import { aCredit, aLine, april, attached, created, march, midMarch } from '../support/builders/records.ts';
import { aDecision, aGymTenant, decide } from './tenant-fixture.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

const first = [...created('sub_1'), ...attached()];
const before = evolveAll(initial, first);

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  tenantId = await aGymTenant(database, 'gym');
  await decide(database, tenantId, aDecision('sub_1', { events: first }));
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const sql = (statement: string): Promise<unknown> => database.inTenant(tenantId, (em) => em.execute(statement));
/** A copy of a row with other values for some columns. */
const copy = (table: string, id: string, values: Readonly<Record<string, unknown>>): string =>
  `insert into ${table} select (jsonb_populate_record(t, '${JSON.stringify(values)}')).* from ${table} t where t.id = '${id}'`;
const constraintOf = async (work: Promise<unknown>): Promise<string | null> => {
  const error: unknown = await work.then(
    () => 'nothing was refused',
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(PersistenceConflict);
  return (error as PersistenceConflict).constraint;
};

describe('append-only tables', () => {
  it.each(['decision', 'invoice', 'invoice_line', 'credit_note', 'credit_note_line'])(
    'grant the app role no right to change %s',
    async (table) => {
      await expect(
        sql(`update ${table} set id = id`.replace('decision set id = id', 'decision set did = did')),
      ).rejects.toThrow('permission denied');
      await expect(sql(`delete from ${table}`)).rejects.toThrow('permission denied');
      await expect(sql(`truncate ${table} cascade`)).rejects.toThrow('permission denied');
    },
  );

  it.each([
    `update invoice set total = total`,
    `delete from invoice`,
    `update invoice_line set amount = amount`,
    `delete from decision`,
    `update decision set summary = 'another story'`,
    `truncate decision cascade`,
  ])('refuse changes by the owner too: %s', async (statement) => {
    await expect(runAsOwner(server.ownerUrl, [statement])).rejects.toThrow('never changed or removed');
  });
});

describe('an invoice', () => {
  it('is refused if its total is not subtotal − discount + tax', async () => {
    const wrong = sql(copy('invoice', 'inv_1', { id: 'inv_x', sequence: 99, number: 'x', total: '9.04' }));
    expect(await constraintOf(wrong)).toBe('invoice_total_adds_up');
  });

  it('is refused if its lines do not add up to its subtotal', async () => {
    const wrong = sql(copy('invoice', 'inv_1', { id: 'inv_x', sequence: 99, number: 'x' }));
    expect(await constraintOf(wrong)).toBe('invoice_lines_add_up');
  });

  it('accepts no lines after its issue', async () => {
    await expect(sql(copy('invoice_line', 'lin_1', { id: 'lin_x', line_number: 2, segment: 9 }))).rejects.toThrow(
      'no more lines',
    );
  });

  it('is required for each line', async () => {
    const lost = sql(copy('invoice_line', 'lin_1', { id: 'lin_x', invoice_id: 'inv_none', segment: 9 }));
    expect(await constraintOf(lost)).toBe('invoice_line_tenant_id_invoice_id_fkey');
  });

  it('has a unique number', async () => {
    const twin = sql(copy('invoice', 'inv_1', { id: 'inv_x', subtotal: '0', total: '0', sequence: 99 }));
    expect(await constraintOf(twin)).toBe('invoice_tenant_id_number_key');
  });
});

describe('an invoice line', () => {
  it('has a service period with an end; a one-time line has no end in either period', async () => {
    const open = { id: 'lin_x', line_number: 2, segment: 9, service_end: null };
    const refusals = [open, { ...open, full_end: null }, { ...open, kind: 'oneTime' }].map((values) =>
      constraintOf(sql(copy('invoice_line', 'lin_1', values))),
    );
    expect(await Promise.all(refusals)).toEqual(refusals.map(() => 'invoice_line_open_once'));
  });

  it('is refused a second time for the same charge, service period and segment', async () => {
    const twice = sql(copy('invoice_line', 'lin_1', { id: 'lin_x', invoice_id: 'inv_x' }));
    expect(await constraintOf(twice)).toBe('invoice_line_charged_once');
  });

  it('is refused a second time for the plan itself, which has no attachment', async () => {
    const ofPlan = (id: string, line: number) =>
      copy('invoice_line', 'lin_1', { id, invoice_id: 'inv_x', attachment_id: null, line_number: line });
    const twice = database.inTenant(tenantId, async (em) => {
      await em.execute(ofPlan('lin_x', 1));
      await em.execute(ofPlan('lin_y', 2));
    });
    expect(await constraintOf(twice)).toBe('invoice_line_charged_once');
  });
});

describe('a credit', () => {
  const credited = (amount: string, revision: number) =>
    aDecision('sub_1', {
      before,
      revision,
      events: [
        {
          type: 'CreditNoteIssued',
          at: midMarch,
          creditNoteId: `crn_${revision}`,
          period: { start: march, end: april },
          lines: [aCredit({ id: `lin_credit_${revision}`, segment: revision, amount: { amount, currency: 'USD' } })],
        },
      ],
    });

  it('is limited to the amount of the line: 4.52 and 4.51 of 9.03, then not a cent more', async () => {
    await decide(database, tenantId, credited('-4.52', 2));
    expect(await constraintOf(decide(database, tenantId, credited('-4.52', 3)))).toBe('credit_within_line');
    await decide(database, tenantId, credited('-4.51', 3));
    expect(await constraintOf(decide(database, tenantId, credited('-0.01', 4)))).toBe('credit_within_line');
  });

  it('is never positive', async () => {
    expect(await constraintOf(decide(database, tenantId, credited('1.00', 4)))).toBe('credit_note_line_sign');
  });

  it('is limited to the line for two concurrent writes', async () => {
    const events = [...created('sub_2'), ...attached({ line: aLine({ id: 'lin_two' }), invoiceId: 'inv_two' })];
    await decide(database, tenantId, aDecision('sub_2', { events }));
    const credit = (id: string, sequence: number) =>
      database.inTenant(tenantId, async (em) => {
        await em.execute(
          copy('credit_note_line', 'lin_credit_2', { id, credit_note_id: id, credited_line_id: 'lin_two', amount: '-5.00' }),
        );
        await em.execute(copy('credit_note', 'crn_2', { id, sequence, number: id, total: '-5.00' }));
      });
    const results = await Promise.allSettled([credit('one', 98), credit('two', 99)]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a decision', () => {
  it('is refused a second time for the same request', async () => {
    const twice = sql(
      `insert into decision select (jsonb_populate_record(d, '{"revision": 9}')).* from decision d where revision = 1 and subscription_id = 'sub_1'`,
    );
    expect(await constraintOf(twice)).toBe('decision_once_per_request');
  });

  it('is refused at a revision that is not the next', async () => {
    await expect(decide(database, tenantId, aDecision('sub_1', { before, events: [], revision: 9 }))).rejects.toThrow(
      'does not follow',
    );
  });
});

describe('a grant', () => {
  it('is refused if the same source already grants it', async () => {
    const overlapping = sql(copy('access_grant', 'gra_1', { id: 'gra_x', starts_at: '2026-03-20T00:00:00.000Z' }));
    expect(await constraintOf(overlapping)).toBe('access_grant_no_overlap');
  });

  it('ends once and cannot change otherwise', async () => {
    await expect(sql(`update access_grant set starts_at = '2026-01-01Z' where id = 'gra_1'`)).rejects.toThrow('only the end');
    await sql(`update access_grant set ends_at = '${april}' where id = 'gra_1' and subscription_id = 'sub_1'`);
    await expect(
      sql(`update access_grant set ends_at = '2026-05-01Z' where id = 'gra_1' and subscription_id = 'sub_1'`),
    ).rejects.toThrow('once');
    await expect(runAsOwner(server.ownerUrl, [`delete from access_grant`])).rejects.toThrow('once');
  });

  it('may start again from the instant at which it ended', async () => {
    const again = { id: 'gra_2', starts_at: april, ends_at: null };
    await sql(`${copy('access_grant', 'gra_1', again)} and t.subscription_id = 'sub_1'`);
    const grants = await sql(`select id from access_grant where subscription_id = 'sub_1' order by id`);
    expect(grants).toEqual([{ id: 'gra_1' }, { id: 'gra_2' }]);
  });
});

describe('a version', () => {
  it('may change in its texts, but not together with anything else', async () => {
    await sql(`update offering_version set presentation = presentation || '{"name": "B"}' where id = 'ver_basic_1'`);
    await expect(
      sql(`update offering_version set presentation = '{}', content = '{}' where id = 'ver_basic_1'`),
    ).rejects.toThrow('is launched and never changes');
  });

  it('cannot change after its launch', async () => {
    await expect(sql(`update offering_version set content = '{}' where id = 'ver_basic_1'`)).rejects.toThrow(
      'is launched and never changes',
    );
    await expect(sql(`update offering_version set status = 'draft' where id = 'ver_basic_1'`)).rejects.toThrow(
      'is launched and never changes',
    );
    await expect(runAsOwner(server.ownerUrl, [`delete from offering_version where id = 'ver_basic_1'`])).rejects.toThrow(
      'never changes',
    );
  });

  it('is the only launched one and the only draft of its offering', async () => {
    const version = (id: string, status: string, number: number) =>
      copy('offering_version', 'ver_basic_1', { id, status, version: number });
    expect(await constraintOf(sql(version('ver_x', 'launched', 7)))).toBe('offering_version_one_launched');
    const drafts = database.inTenant(tenantId, async (em) => {
      await em.execute(version('ver_x', 'draft', 7));
      await em.execute(version('ver_y', 'draft', 8));
    });
    expect(await constraintOf(drafts)).toBe('offering_version_one_draft');
  });
});
