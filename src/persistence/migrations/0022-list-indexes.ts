import { Migration } from '@mikro-orm/migrations';

/**
 * Lists read one page from an index, in the order of creation, with each of their filters. Under row-level security only leakproof
 * operators are conditions of an index, as those of text and bigint are; whether an offering was launched is therefore a column,
 * which a trigger keeps, and not a look at its versions.
 */
export class ListIndexes extends Migration {
  override name = '0022-list-indexes';

  override up(): void {
    this.addSql(offeringLaunched);
    this.addSql(noteEarlierLaunches);
    for (const [table, columns] of indexes) this.addSql(createIndex(table, columns));
    this.addSql(`drop index subscription_by_customer;`);
  }

  override down(): void {
    this.addSql(`create index subscription_by_customer on subscription (tenant_id, customer_id);`);
    for (const [table, columns] of indexes) this.addSql(`drop index ${nameOf(table, columns)};`);
    this.addSql(`
      drop trigger offering_version_notes_launch on offering_version;
      drop function annex_note_launch;
      alter table offering drop column launched;
    `);
  }
}

/** By table: the columns that a list is filtered by; `position` comes last. */
const indexes = [
  ['feature', []],
  ['product', []],
  ['customer', []],
  ['custom_field', []],
  ['custom_field', ['entity']],
  ['offering', ['kind']],
  ['offering', ['kind', 'product_key']],
  ['offering', ['kind', 'archived']],
  ['offering', ['kind', 'archived', 'launched']],
  ['subscription', []],
  ['subscription', ['customer_id']],
  ['subscription', ['status']],
  ['subscription', ['plan_key']],
] as const;

const nameOf = (table: string, columns: readonly string[]): string => [table, 'listed', ...columns].join('_');

const createIndex = (table: string, columns: readonly string[]): string =>
  `create index ${nameOf(table, columns)} on ${table} (${['tenant_id', ...columns, 'position'].join(', ')});`;

// An offering that was launched once has a version on sale from then on.
const offeringLaunched = `
  alter table offering add column launched boolean not null default false;
  create function annex_note_launch() returns trigger language plpgsql set search_path = public, pg_temp as $$
    begin
      update offering set launched = true where tenant_id = new.tenant_id and id = new.offering_id and not launched;
      return null;
    end $$;
  revoke all on function annex_note_launch from public;
  create trigger offering_version_notes_launch after insert or update of status on offering_version for each row
    when (new.status = 'launched') execute function annex_note_launch();
`;

const noteEarlierLaunches = `
  alter table offering no force row level security;
  alter table offering_version no force row level security;
  update offering o set launched = true
    where exists (select from offering_version v where v.tenant_id = o.tenant_id and v.offering_id = o.id and v.status = 'launched');
  alter table offering_version force row level security;
  alter table offering force row level security;
`;
