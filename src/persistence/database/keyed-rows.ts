import { LockMode } from '@mikro-orm/core';
import type { Inserted } from '../../application/ports/catalogue.ts';
import type { TenantTransaction } from './database.ts';

/** Options to read a row afresh and lock it until the transaction ends. */
export const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

/** Inserts a row by column names. A key in use does not abort the transaction. */
export async function insertUnlessTaken(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  table: 'customer' | 'feature' | 'offering' | 'product',
  values: Readonly<Record<string, unknown>>,
): Promise<Inserted> {
  const row = { tenant_id: tenantId, ...values };
  const columns = Object.keys(row).join(', ');
  const inserted = await em.execute<unknown[]>(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, ?::jsonb)
     on conflict do nothing returning true`,
    [JSON.stringify(row)],
  );
  return inserted.length === 1 ? 'inserted' : 'taken';
}
