import { Migration } from '@mikro-orm/migrations';
import { appRole } from './table-rules.ts';

/**
 * API keys with a name, scopes, an expiry and an end (ADR 0026). A key that came from the setting is replaced when the setting
 * changes and returns with it; one that was revoked never works again. Tenants are made by the owner of the tables only, so the
 * function by which the program could do that is gone.
 */
export class ApiKeys extends Migration {
  override name = '0020-api-keys';

  override up(): void {
    this.addSql(`drop function annex_ensure_tenant, annex_find_api_key;`);
    this.addSql(keyColumns);
    this.addSql(describeEarlierKeys);
    this.addSql(keyRules);
    this.addSql(findApiKey);
  }

  override down(): void {
    this.addSql(`
      drop function annex_find_api_key;
      drop trigger api_key_revoked_is_final on api_key;
      drop function annex_keep_revoked;
      delete from api_key where status <> 'active';
      alter table api_key drop column id, drop column name, drop column scopes, drop column origin, drop column status,
        drop column created_at, drop column expires_at, drop column last_used_at, drop column revoked_at, drop column position;
      revoke insert, update on api_key from ${appRole};
    `);
    this.addSql(formerFunctions);
  }
}

const keyColumns = `
  alter table api_key
    add column id text,
    add column name text,
    add column scopes text[] not null default array['read', 'write', 'admin']
      check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'admin']),
    add column origin text not null default 'made' check (origin in ('made', 'setting')),
    add column status text not null default 'active' check (status in ('active', 'replaced', 'revoked')),
    add column created_at timestamptz not null default clock_timestamp(),
    add column expires_at timestamptz,
    add column last_used_at timestamptz,
    add column revoked_at timestamptz,
    add column position bigint generated always as identity,
    add check ((status = 'active') = (revoked_at is null));
`;

// Until now only the setting gave keys to the tenant "local"; every other tenant got its first one by hand.
const describeEarlierKeys = `
  update api_key k
    set id = 'key_' || replace(gen_random_uuid()::text, '-', ''),
      origin = case when t.key = 'local' then 'setting' else 'made' end,
      name = case when t.key = 'local' then 'ANNEX_API_KEY' else 'first key' end
    from tenant t where t.id = k.tenant_id;
  alter table api_key alter column id set not null, alter column name set not null, alter column created_at drop default,
    alter column scopes drop default;
`;

const keyRules = `
  create unique index api_key_by_id on api_key (tenant_id, id);
  create index api_key_by_position on api_key (tenant_id, status, position);
  grant insert (tenant_id, id, hash, name, scopes, created_at, expires_at) on api_key to ${appRole};
  grant update (status, revoked_at, last_used_at) on api_key to ${appRole};
  create function annex_keep_revoked() returns trigger language plpgsql set search_path = public, pg_temp as $$
    begin
      raise exception 'the key % was revoked and never works again', old.id using errcode = 'AX001';
    end $$;
  revoke all on function annex_keep_revoked from public;
  create trigger api_key_revoked_is_final before update of status on api_key for each row
    when (old.status = 'revoked' and new.status <> 'revoked') execute function annex_keep_revoked();
`;

// Which tenant a key belongs to must be known before there is a tenant to set. Its use is worth noting once a minute.
const findApiKey = `
  create function annex_find_api_key(key_hash text, of_time timestamptz)
    returns table (
      "tenantId" text, mode text, policies jsonb, "keyId" text, scopes text[], "useIsNews" boolean
    )
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select t.id, t.mode, t.policies, k.id, k.scopes,
        k.last_used_at is null or k.last_used_at <= of_time - interval '1 minute'
      from api_key k join tenant t on t.id = k.tenant_id
      where k.hash = key_hash and k.status = 'active' and (k.expires_at is null or k.expires_at > of_time)
    $$;
  revoke all on function annex_find_api_key from public;
  grant execute on function annex_find_api_key to ${appRole};
`;

// As in 0001.
const formerFunctions = `
  create function annex_find_api_key(key_hash text)
    returns table (id text, mode text, policies jsonb)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select t.id, t.mode, t.policies from api_key k join tenant t on t.id = k.tenant_id where k.hash = key_hash
    $$;
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
  revoke all on function annex_find_api_key, annex_ensure_tenant from public;
  grant execute on function annex_find_api_key, annex_ensure_tenant to ${appRole};
`;
