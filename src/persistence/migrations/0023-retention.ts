import { Migration } from '@mikro-orm/migrations';
import { appRole } from './table-rules.ts';

/**
 * Rows that are kept for a time only: Idempotency-Keys with their answers, and the outbox (ADR 0027). A worker removes them for all
 * tenants, by a function of the owner that never reaches what is younger than a day. The instants of the outbox are those of
 * subscriptions, whose clocks may stand anywhere, so when a row was written is a column of its own. The trigger gives it, since
 * decisions insert whole rows.
 */
export class Retention extends Migration {
  override name = '0023-retention';

  override up(): void {
    this.addSql(`
      alter table outbox add column written_at timestamptz not null default clock_timestamp();
      create function annex_note_writing() returns trigger language plpgsql set search_path = public, pg_temp as $$
        begin
          new.written_at := clock_timestamp();
          return new;
        end $$;
      revoke all on function annex_note_writing from public;
      create trigger outbox_notes_writing before insert on outbox for each row execute function annex_note_writing();
      create index outbox_by_age on outbox (written_at);
      create index idempotency_key_by_age on idempotency_key (claimed_at);
      create policy owner_access on outbox to current_user using (true);
      create policy owner_access on idempotency_key to current_user using (true);
    `);
    this.addSql(removeExpired('idempotency_key', 'claimed_at', ['tenant_id', 'key']));
    this.addSql(removeExpired('outbox', 'written_at', ['tenant_id', 'subscription_id', 'revision']));
  }

  override down(): void {
    this.addSql(`
      drop function annex_remove_idempotency_key, annex_remove_outbox;
      drop policy owner_access on idempotency_key;
      drop policy owner_access on outbox;
      drop index idempotency_key_by_age, outbox_by_age;
      drop trigger outbox_notes_writing on outbox;
      drop function annex_note_writing;
      alter table outbox drop column written_at;
    `);
  }
}

// Answers how many were removed, the oldest first. Rows that another worker is removing are left to it.
const removeExpired = (table: string, age: string, key: readonly string[]): string => `
  create function annex_remove_${table}(older_than timestamptz, at_most integer) returns integer
    language sql security definer set search_path = public, pg_temp
    as $$
      with expired as (
        select ${key.join(', ')} from ${table} where ${age} < least(older_than, now() - interval '1 day')
        order by ${age} limit at_most for update skip locked
      ), removed as (
        delete from ${table} using expired
        where ${key.map((column) => `${table}.${column} = expired.${column}`).join(' and ')} returning 1
      )
      select count(*)::integer from removed
    $$;
  revoke all on function annex_remove_${table} from public;
  grant execute on function annex_remove_${table} to ${appRole};
`;
