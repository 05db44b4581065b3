import { Migration } from '@mikro-orm/migrations';
import { dropTables, isolateByTenant } from './table-rules.ts';

/** Features, products, offerings with their versions, and customers. `position` is the order of lists. */
export class Catalogue extends Migration {
  override name = '0002-catalogue';

  override up(): void {
    this.addSql(`
      create table feature (
        tenant_id text not null references tenant (id),
        id text not null,
        key text not null,
        name text not null,
        kind text not null check (kind in ('boolean', 'metered', 'static')),
        unit jsonb,
        meter jsonb,
        revision integer not null check (revision >= 1),
        position bigint generated always as identity,
        primary key (tenant_id, id),
        unique (tenant_id, key)
      );
      create table product (
        tenant_id text not null references tenant (id),
        id text not null,
        key text not null,
        name text not null,
        description text,
        revision integer not null check (revision >= 1),
        position bigint generated always as identity,
        primary key (tenant_id, id),
        unique (tenant_id, key)
      );
      create table customer (
        tenant_id text not null references tenant (id),
        id text not null,
        key text,
        name text not null,
        email text,
        currency text check (currency ~ '^[A-Z]{3}$'),
        time_zone text not null,
        revision integer not null check (revision >= 1),
        position bigint generated always as identity,
        primary key (tenant_id, id),
        unique (tenant_id, key)
      );
    `);
    this.addSql(offeringTables);
    for (const table of ['feature', 'product', 'customer', 'offering', 'offering_version']) {
      this.addSql(isolateByTenant(table, 'select, insert, update'));
    }
  }

  override down(): void {
    this.addSql(dropTables('offering_version', 'offering', 'customer', 'product', 'feature'));
    this.addSql(`drop function if exists annex_keep_launched_version;`);
  }
}

// A version goes draft → launched → superseded. Its content may change only while it is a draft.
const offeringTables = `
  create table offering (
    tenant_id text not null references tenant (id),
    id text not null,
    kind text not null check (kind in ('plan', 'addOn')),
    key text not null,
    product_key text not null,
    revision integer not null check (revision >= 1),
    position bigint generated always as identity,
    primary key (tenant_id, id),
    unique (tenant_id, kind, key),
    foreign key (tenant_id, product_key) references product (tenant_id, key)
  );
  create table offering_version (
    tenant_id text not null references tenant (id),
    id text not null,
    offering_id text not null,
    version integer not null check (version >= 1),
    status text not null check (status in ('draft', 'launched', 'superseded')),
    content jsonb not null,
    primary key (tenant_id, id),
    unique (tenant_id, offering_id, version),
    foreign key (tenant_id, offering_id) references offering (tenant_id, id)
  );
  create unique index offering_version_one_draft on offering_version (tenant_id, offering_id) where status = 'draft';
  create unique index offering_version_one_launched on offering_version (tenant_id, offering_id)
    where status = 'launched';
  create function annex_keep_launched_version() returns trigger language plpgsql as $$
    begin
      if old.status = 'draft' and tg_op = 'DELETE' then return old; end if;
      if old.status = 'draft' and new.status <> 'superseded'
        and (new.tenant_id, new.id, new.offering_id, new.version)
          = (old.tenant_id, old.id, old.offering_id, old.version) then return new; end if;
      if tg_op = 'UPDATE' and old.status = 'launched' and new.status = 'superseded'
        and to_jsonb(new) - 'status' = to_jsonb(old) - 'status' then return new; end if;
      raise exception 'version % of % is launched and never changes', old.version, old.offering_id
        using errcode = 'AX001';
    end $$;
  create trigger offering_version_launched_is_final before update or delete on offering_version
    for each row execute function annex_keep_launched_version();
`;
