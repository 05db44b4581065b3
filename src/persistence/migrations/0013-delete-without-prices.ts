import { Migration } from '@mikro-orm/migrations';
import { isolateByTenant } from './table-rules.ts';

/**
 * Offerings without prices can be deleted after they were launched, where the tenant asks for that (semantics row 21). Which
 * versions subscriptions have ever named is written down with each decision, so that what somebody has, had or is about to get
 * stays: the foreign key refuses to delete it.
 */
export class DeleteWithoutPrices extends Migration {
  override name = '0013-delete-without-prices';

  override up(): void {
    this.addSql(useTable);
    this.addSql(isolateByTenant('offering_version_use', 'select, insert'));
    this.addSql(noteUses);
    this.addSql(noteEarlierUses);
    this.addSql(
      keepVersions(`
      if tg_op = 'DELETE' and not jsonb_path_exists(old.content, '$.*[*].prices[*]')
        and exists (select from tenant t where t.id = old.tenant_id and t.policies ->> 'delete.allowed' = 'withoutPrices')
        then return old; end if;`),
    );
  }

  override down(): void {
    this.addSql(keepVersions(''));
    this.addSql(`
      drop trigger decision_notes_uses on decision;
      drop function annex_note_uses;
      drop table offering_version_use;
    `);
  }
}

// One row for a version, however many subscriptions name it: after the first one nothing is written any more.
const useTable = `
  create table offering_version_use (
    tenant_id text not null,
    version_id text not null,
    primary key (tenant_id, version_id),
    foreign key (tenant_id, version_id) references offering_version (tenant_id, id)
  );
`;

// Events name versions as planVersionId, versionId or linkVersionId, at any depth: in terms, orders, changes and add-ons. Only what
// is created or attached names new ones, so renewals pay nothing for this. The order keeps two decisions that are the first to name
// the same versions from waiting for each other.
const versionsIn = (events: string): string => `
  select distinct named.id #>> '{}' as id
  from unnest(array['$.**.versionId', '$.**.planVersionId', '$.**.linkVersionId']::jsonpath[]) path,
    jsonb_path_query(${events}, path) named (id)
  where jsonb_typeof(named.id) = 'string'`;

export const noteUses = `
  create function annex_note_uses() returns trigger language plpgsql as $$
    begin
      insert into offering_version_use (tenant_id, version_id)
        select new.tenant_id, used.id from (${versionsIn('new.events')}) used order by used.id
        on conflict do nothing;
      return null;
    end $$;
  create trigger decision_notes_uses after insert on decision for each row
    when (new.did in ('createSubscription', 'attachAddOn')) execute function annex_note_uses();
`;

const noteEarlierUses = `
  alter table decision no force row level security;
  alter table offering_version_use no force row level security;
  insert into offering_version_use (tenant_id, version_id)
    select distinct d.tenant_id, used.id from decision d, lateral (${versionsIn('d.events')}) used;
  alter table offering_version_use force row level security;
  alter table decision force row level security;
`;

// As in 0007, with one more way out.
const keepVersions = (exception: string): string => `
  create or replace function annex_keep_launched_version() returns trigger language plpgsql as $$
    begin
      if old.status = 'draft' and tg_op = 'DELETE' then return old; end if;
      if old.status = 'draft' and new.status <> 'superseded'
        and (new.tenant_id, new.id, new.offering_id, new.version)
          = (old.tenant_id, old.id, old.offering_id, old.version) then return new; end if;
      if tg_op = 'UPDATE' and (new.status = old.status or (old.status = 'launched' and new.status = 'superseded'))
        and to_jsonb(new) - 'status' - 'presentation' = to_jsonb(old) - 'status' - 'presentation' then return new; end if;
      ${exception}
      raise exception 'version % of % is launched and never changes', old.version, old.offering_id
        using errcode = 'AX001';
    end $$;
`;
