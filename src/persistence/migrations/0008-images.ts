import { Migration } from '@mikro-orm/migrations';
import { dropTables, isolateByTenant } from './table-rules.ts';

/** Uploaded images. The app adds and reads them; taking one away is up to the operator. */
export class Images extends Migration {
  override name = '0008-images';

  override up(): void {
    this.addSql(`
      create table image (
        tenant_id text not null references tenant (id),
        id text not null,
        content_type text not null check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
        bytes bytea not null check (octet_length(bytes) between 1 and 1048576),
        width integer not null check (width between 1 and 4096),
        height integer not null check (height between 1 and 4096),
        sha256 text not null check (sha256 = encode(sha256(bytes), 'hex')),
        position bigint generated always as identity,
        primary key (tenant_id, id),
        unique (tenant_id, sha256)
      );
    `);
    this.addSql(isolateByTenant('image', 'select, insert'));
  }

  override down(): void {
    this.addSql(dropTables('image'));
  }
}
