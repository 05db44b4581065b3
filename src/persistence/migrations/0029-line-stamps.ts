import { Migration } from '@mikro-orm/migrations';

/** What people and books read about the price of a line, stamped on it when it is issued (semantics row 20, rules 3-15 to 3-25). */
export class LineStamps extends Migration {
  override name = '0029-line-stamps';

  override up(): void {
    for (const table of tables)
      this.addSql(`alter table ${table} add column stamp jsonb check (jsonb_typeof(stamp) = 'object');`);
  }

  override down(): void {
    for (const table of tables) this.addSql(`alter table ${table} drop column stamp;`);
  }
}

const tables = ['invoice_line', 'credit_note_line'] as const;
