import { Migration } from '@mikro-orm/migrations';

/** Lines that are charged once, and lines of single purchases (semantics row 24, rule 0-2). */
export class OneTimeCharges extends Migration {
  override name = '0012-one-time-charges';

  override up(): void {
    this.addSql(`
      alter table invoice_line drop constraint invoice_line_kind_check;
      alter table invoice_line add constraint invoice_line_kind_check
        check (kind in ('recurring', 'proration', 'oneTime', 'credit'));
    `);
    for (const table of ['invoice_line', 'credit_note_line']) {
      this.addSql(`
        alter table ${table} drop constraint ${table}_offering_kind_check;
        alter table ${table} add constraint ${table}_offering_kind_check
          check (offering_kind in ('plan', 'addOn', 'singlePurchase'));
      `);
    }
  }

  // The wider rules hold for all that the narrower ones held for; rows that only they allow could not stay otherwise.
  override down(): void {}
}
