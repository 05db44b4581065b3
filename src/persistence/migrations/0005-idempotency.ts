import { Migration } from '@mikro-orm/migrations';
import { dropTables, isolateByTenant } from './table-rules.ts';

/**
 * The keys of writes with their answers. `body` is json and not jsonb: the answer is repeated as it was written, the order
 * of its members included. The two instants are bookkeeping and no rule reads them.
 */
export class Idempotency extends Migration {
  override name = '0005-idempotency';

  override up(): void {
    this.addSql(`
      create table idempotency_key (
        tenant_id text not null references tenant (id),
        key text not null,
        request_hash text not null,
        status integer check (status between 100 and 599),
        body json,
        claimed_at timestamptz not null default clock_timestamp(),
        settled_at timestamptz,
        primary key (tenant_id, key),
        check ((status is null) = (settled_at is null))
      );
    `);
    this.addSql(isolateByTenant('idempotency_key', 'select, insert, update'));
  }

  override down(): void {
    this.addSql(dropTables('idempotency_key'));
  }
}
