import { Migration } from '@mikro-orm/migrations';
import { dropTables, isolateByTenant } from './table-rules.ts';

/** The declared fields of a tenant's own on offerings. A declaration stays as it is, since stored values were checked by it. */
export class CustomFields extends Migration {
  override name = '0009-custom-fields';

  override up(): void {
    this.addSql(`
      create table custom_field (
        tenant_id text not null references tenant (id),
        id text not null,
        entity text not null check (entity in ('plan', 'addOn', 'singlePurchase')),
        key text not null,
        name text not null,
        type text not null check (type in ('text', 'number', 'boolean', 'date', 'choice')),
        choices jsonb check (jsonb_typeof(choices) = 'array' and jsonb_array_length(choices) > 0),
        required boolean not null,
        revision integer not null check (revision >= 1),
        position bigint generated always as identity,
        primary key (tenant_id, id),
        unique (tenant_id, entity, key),
        check ((type = 'choice') = (choices is not null))
      );
    `);
    this.addSql(isolateByTenant('custom_field', 'select, insert'));
  }

  override down(): void {
    this.addSql(dropTables('custom_field'));
  }
}
