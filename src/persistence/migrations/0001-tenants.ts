import { Migration } from '@mikro-orm/migrations';
import { appRole, dropTables, isolateByTenant } from './table-rules.ts';

/**
 * Tenants and their API keys. Which tenant a key belongs to must be known before there is a tenant to set, so the two
 * functions of the owner below are the only way past row-level security; each does one thing.
 */
export class Tenants extends Migration {
  override name = '0001-tenants';

  override up(): void {
    this.addSql(`create extension if not exists btree_gist;`);
    this.addSql(`
      create function annex_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'rows of % are never changed or removed', tg_table_name using errcode = 'AX001';
      end $$;
    `);
    this.addSql(`
      create table tenant (
        id text primary key,
        tenant_id text generated always as (id) stored,
        key text not null unique,
        name text not null,
        mode text not null check (mode in ('sandbox', 'live')),
        policies jsonb not null
      );
      create table api_key (
        tenant_id text not null references tenant (id),
        hash text not null primary key check (hash ~ '^[0-9a-f]{64}$')
      );
    `);
    this.addSql(isolateByTenant('tenant', 'select'));
    this.addSql(isolateByTenant('api_key', 'select'));
    this.addSql(`
      create policy owner_access on tenant to current_user using (true) with check (true);
      create policy owner_access on api_key to current_user using (true) with check (true);
    `);
    this.addSql(findApiKey);
    this.addSql(ensureTenant);
  }

  override down(): void {
    this.addSql(`drop function if exists annex_ensure_tenant, annex_find_api_key;`);
    this.addSql(dropTables('api_key', 'tenant'));
    this.addSql(`drop function if exists annex_refuse_change;`);
  }
}

const findApiKey = `
  create function annex_find_api_key(key_hash text)
    returns table (id text, mode text, policies jsonb)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select t.id, t.mode, t.policies from api_key k join tenant t on t.id = k.tenant_id where k.hash = key_hash
    $$;
  revoke all on function annex_find_api_key from public;
  grant execute on function annex_find_api_key to ${appRole};
`;

const ensureTenant = `
  create function annex_ensure_tenant(
    new_id text, tenant_key text, tenant_name text, tenant_mode text, key_hash text, new_policies jsonb
  ) returns text
    language plpgsql security definer set search_path = public, pg_temp
    as $$
      declare kept_id text; kept_mode text; owner_id text;
      begin
        insert into tenant (id, key, name, mode, policies)
          values (new_id, tenant_key, tenant_name, tenant_mode, coalesce(new_policies, '{}'))
          on conflict (key) do update set name = excluded.name, policies = coalesce(new_policies, tenant.policies)
          returning id, mode into kept_id, kept_mode;
        if kept_mode <> tenant_mode then
          raise exception 'the tenant % is %, which never changes', tenant_key, kept_mode using errcode = 'AX002';
        end if;
        insert into api_key (tenant_id, hash) values (kept_id, key_hash) on conflict (hash) do nothing;
        select tenant_id into owner_id from api_key where hash = key_hash;
        if owner_id <> kept_id then
          raise exception 'this API key belongs to another tenant' using errcode = 'AX002';
        end if;
        return kept_id;
      end $$;
  revoke all on function annex_ensure_tenant from public;
  grant execute on function annex_ensure_tenant to ${appRole};
`;
