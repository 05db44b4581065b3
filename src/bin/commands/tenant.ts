import { z } from 'zod';
import { loadConfig } from '../../config/config.ts';
import { key, name } from '../../contracts/wire/shared/scalars.ts';
import { createTenant, listTenants } from '../../persistence/database/administration.ts';
import { administer } from '../local/owner-database.ts';
import { parseInput, printTable } from './terminal.ts';

const tenantInput = z.strictObject({ key, name, mode: z.enum(['sandbox', 'live']) });

/** Creates a tenant without an API key. @throws OperatorError if the tenant's key is in use or an argument is wrong. */
export async function runTenantCreate(input: z.input<typeof tenantInput>): Promise<void> {
  const tenant = parseInput(tenantInput, input);
  const { id } = await administer(loadConfig(process.env), (em) => createTenant(em, tenant));
  await printTable(
    ['id', 'key', 'mode', 'name'],
    [[id, tenant.key, tenant.mode, tenant.name]],
    `It has no API key yet: annex key create --tenant ${tenant.key} --name <name>`,
  );
}

/** Prints every tenant. */
export async function runTenantList(): Promise<void> {
  const tenants = await administer(loadConfig(process.env), listTenants);
  const rows = tenants.map(({ id, key: tenantKey, mode, name: tenantName, keys }) => [
    id,
    tenantKey,
    mode,
    String(keys),
    tenantName,
  ]);
  await printTable(['id', 'key', 'mode', 'keys', 'name'], rows);
}
