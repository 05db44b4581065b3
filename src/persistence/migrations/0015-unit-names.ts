import { Migration } from '@mikro-orm/migrations';

/** What the quantity of a line counts, stamped on it when it is issued (rule 2-3, semantics row 20). */
export class UnitNames extends Migration {
  override name = '0015-unit-names';

  override up(): void {
    this.addSql(`
      alter table invoice_line add column unit_name text;
      alter table credit_note_line add column unit_name text;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table invoice_line drop column unit_name;
      alter table credit_note_line drop column unit_name;
    `);
  }
}
