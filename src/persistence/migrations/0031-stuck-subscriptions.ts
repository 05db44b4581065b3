import { Migration } from '@mikro-orm/migrations';
import { appRole } from './table-rules.ts';

/**
 * What is due and fails is marked on its subscription, so that clients and operators see it. A mark holds at the revision at which it
 * was made; a decision ends it without having to remove it. The function of the owner lists those of all tenants.
 */
export class StuckSubscriptions extends Migration {
  override name = '0031-stuck-subscriptions';

  override up(): void {
    this.addSql(`
      alter table subscription add column stuck jsonb check (jsonb_typeof(stuck) = 'object');
      create index subscription_by_stuck on subscription (tenant_id, id) where stuck is not null;
    `);
    this.addSql(listStuck);
  }

  override down(): void {
    this.addSql(`
      drop function if exists annex_list_stuck;
      alter table subscription drop column stuck;
    `);
  }
}

const listStuck = `
  create function annex_list_stuck(at_most integer)
    returns table ("tenantId" text, id text, stuck jsonb)
    language sql stable security definer set search_path = public, pg_temp
    as $$
      select s.tenant_id, s.id, s.stuck from subscription s
      where s.stuck is not null and (s.stuck ->> 'revision')::integer = s.revision
      order by s.tenant_id, s.id limit at_most
    $$;
  revoke all on function annex_list_stuck from public;
  grant execute on function annex_list_stuck to ${appRole};
`;
