/** The role that the program connects as. It owns nothing, so that row-level security and revoked rights bind it. */
export const appRole = 'annex_app';

/** The setting that names the tenant of a transaction. Without it no policy lets a row through. */
export const tenantSetting = 'annex.tenant';

/** Row-level security by tenant, forced on the owner too, and the rights of the app role on the table. */
export const isolateByTenant = (table: string, rights: string): string => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy tenant_isolation on ${table}
    using (tenant_id = current_setting('${tenantSetting}', true))
    with check (tenant_id = current_setting('${tenantSetting}', true));
  grant ${rights} on ${table} to ${appRole};
`;

/** Makes the rows of a table unchangeable, for its owner too. */
export const appendOnly = (table: string): string => `
  create trigger ${table}_append_only before update or delete on ${table}
    for each row execute function annex_refuse_change();
  create trigger ${table}_no_truncate before truncate on ${table}
    for each statement execute function annex_refuse_change();
`;

/** Drops tables in the given order; their triggers, policies and rights go with them. */
export const dropTables = (...tables: readonly string[]): string => `drop table if exists ${tables.join(', ')};`;
