import { Migration } from '@mikro-orm/migrations';
import { appRole } from './table-rules.ts';

/** What a tenant sets for itself. The app may change these columns of its own tenant's row, and no other. */
export class TenantSettings extends Migration {
  override name = '0010-tenant-settings';

  override up(): void {
    this.addSql(`
      alter table tenant
        add column settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
        add column settings_revision integer not null default 1 check (settings_revision >= 1);
      grant update (settings, settings_revision, policies) on tenant to ${appRole};
    `);
  }

  override down(): void {
    this.addSql(`
      revoke update (settings, settings_revision, policies) on tenant from ${appRole};
      alter table tenant drop column settings, drop column settings_revision;
    `);
  }
}
