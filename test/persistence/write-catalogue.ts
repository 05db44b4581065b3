import type { catalogueWrites } from '../../src/persistence/catalogue/catalogue-writes.ts';
import type { TenantId } from '../../src/domain/ids.ts';
import type { Database } from '../../src/persistence/database/database.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';

export type Writes = ReturnType<typeof catalogueWrites>;

let requests = 0;

/** Writes to the catalogue of a tenant in one transaction, with a unique key. */
export function writeCatalogue(
  { database, tenantId }: { readonly database: Database; readonly tenantId: TenantId },
  work: (writes: Writes) => Promise<unknown>,
) {
  requests += 1;
  return idempotentWrites(database).runOnce({ tenantId, key: `write-${requests}`, requestHash: '' }, async (writes) => {
    await work(writes);
    return { status: 200, body: null };
  });
}
