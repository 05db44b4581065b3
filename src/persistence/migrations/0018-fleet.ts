import { Migration } from '@mikro-orm/migrations';
import { appRole } from './table-rules.ts';

/**
 * Finds subscriptions whose workflow may be missing, of all tenants: a worker serves all of them. The two functions of the owner
 * give ids and instants only; what is behind them is read as its tenant. The index holds what runs in real time, since only that
 * has a timer; it makes the question cheap that each worker asks when it starts.
 */
export class Fleet extends Migration {
  override name = '0018-fleet';

  override up(): void {
    this.addSql(`
      create index subscription_by_wake on subscription (next_wake_at, tenant_id, id) where clock = 'wall';
      create policy owner_reads on subscription for select to current_user using (true);
    `);
    this.addSql(listOverdue);
    this.addSql(listRunning);
  }

  override down(): void {
    this.addSql(`
      drop function if exists annex_list_overdue, annex_list_running;
      drop policy if exists owner_reads on subscription;
      drop index if exists subscription_by_wake;
    `);
  }
}

// What should have woken up to an instant, the longest overdue first, after a place in that order.
const listOverdue = `
  create function annex_list_overdue(
    up_to timestamptz, after_wake timestamptz, after_tenant text, after_id text, at_most integer
  ) returns table ("tenantId" text, id text, "nextWakeAt" timestamptz)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select s.tenant_id, s.id, s.next_wake_at from subscription s
      where s.clock = 'wall' and s.next_wake_at <= up_to
        and (s.next_wake_at, s.tenant_id, s.id) > (after_wake, after_tenant, after_id)
      order by s.next_wake_at, s.tenant_id, s.id limit at_most
    $$;
  revoke all on function annex_list_overdue from public;
  grant execute on function annex_list_overdue to ${appRole};
`;

// Every subscription that has not ended, in the order of the primary key, after a place in it.
const listRunning = `
  create function annex_list_running(after_tenant text, after_id text, at_most integer)
    returns table ("tenantId" text, id text)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select s.tenant_id, s.id from subscription s
      where s.status not in ('canceled', 'expired') and (s.tenant_id, s.id) > (after_tenant, after_id)
      order by s.tenant_id, s.id limit at_most
    $$;
  revoke all on function annex_list_running from public;
  grant execute on function annex_list_running to ${appRole};
`;
