import { asOwner, ensureTenant as ensure, type TenantInput } from '../../src/persistence/database/administration.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { Database } from '../../src/persistence/database/database.ts';

/** Creates a tenant with its key in the database of a test, as the owner of the tables. */
export async function ensureTenant({ orm }: Pick<Database, 'orm'>, tenant: TenantInput): Promise<{ readonly id: TenantId }> {
  const ownerUrl = new URL(process.env['ANNEX_TEST_POSTGRES_URL'] ?? '');
  ownerUrl.pathname = orm.config.get('dbName') ?? '';
  return asOwner(ownerUrl.href, (em) => ensure(em, tenant));
}
