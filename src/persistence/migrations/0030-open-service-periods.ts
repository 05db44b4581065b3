import { Migration } from '@mikro-orm/migrations';

/**
 * What is charged once is paid for as long as the subscription, so its line has a service period without an end. What keeps lines
 * from being charged twice goes by the start and stays as it is.
 */
export class OpenServicePeriods extends Migration {
  override name = '0030-open-service-periods';

  override up(): void {
    this.addSql(`
      alter table invoice_line alter column service_end drop not null, alter column full_end drop not null;
      alter table invoice_line add constraint invoice_line_open_once
        check ((service_end is null) = (full_end is null) and (service_end is not null or kind = 'oneTime'));
    `);
  }

  override down(): void {
    this.addSql(`
      alter table invoice_line drop constraint invoice_line_open_once;
      alter table invoice_line alter column service_end set not null, alter column full_end set not null;
    `);
  }
}
