import { Migration } from '@mikro-orm/migrations';

/** What kind of account a customer is, by which add-ons may be restricted. */
export class AccountTypes extends Migration {
  override name = '0011-account-types';

  override up(): void {
    this.addSql(`alter table customer add column account_type text;`);
  }

  override down(): void {
    this.addSql(`alter table customer drop column account_type;`);
  }
}
