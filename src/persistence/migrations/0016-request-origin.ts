import { Migration } from '@mikro-orm/migrations';
import { appRole } from './table-rules.ts';

/**
 * Request ids of clients and of wakes are two spaces: what a client calls its request never takes the place of something that
 * falls due. Who asked is told by what was done, so that decisions from before get their origin too.
 */
export class RequestOrigin extends Migration {
  override name = '0016-request-origin';

  override up(): void {
    // A change of type with an expression fills the column past the trigger that keeps decisions unchanged.
    this.addSql(`
      alter table decision add column origin text not null default 'client';
      alter table decision alter column origin type text
        using case when did in (${wakeActivities}) then 'wake' else 'client' end;
      alter table decision
        add constraint decision_origin_known check (origin in ('client', 'wake')),
        drop constraint decision_once_per_request,
        add constraint decision_once_per_request unique (tenant_id, subscription_id, origin, request_id);
    `);
    this.addSql(replaceLock({ parameters: ', of_origin text', condition: ' and d.origin = of_origin' }));
  }

  override down(): void {
    this.addSql(replaceLock({ parameters: '', condition: '' }));
    this.addSql(`
      alter table decision
        drop constraint decision_once_per_request,
        drop column origin,
        add constraint decision_once_per_request unique (tenant_id, subscription_id, request_id);
    `);
  }
}

// The activities by time up to this migration; later decisions are written with their origin.
const wakeActivities = `'startSubscription', 'endTrial', 'renewPeriod', 'applyScheduledChange', 'endSubscription', 'endAddOn',
  'resetUsageWindow', 'issueDeferredInvoice'`;

// As in 0007, with the origin of the request.
const replaceLock = ({ parameters, condition }: { readonly parameters: string; readonly condition: string }): string => `
  drop function annex_lock_subscription;
  create function annex_lock_subscription(of_tenant text, of_subscription text, of_request text${parameters})
    returns table (
      policies jsonb, edition integer, revision integer, state jsonb, "stateVersion" integer, "requestHash" text, outcome jsonb
    )
    language plpgsql set search_path = public, pg_temp as $$
      begin
        perform from subscription s where s.tenant_id = of_tenant and s.id = of_subscription for no key update;
        if not found then
          perform pg_advisory_xact_lock(hashtextextended(of_tenant || '/' || of_subscription, 0));
          perform from subscription s where s.tenant_id = of_tenant and s.id = of_subscription for no key update;
        end if;
        return query
          select t.policies, t.catalogue_edition, s.revision, s.state, s.state_version, d.request_hash, d.outcome
          from tenant t
            left join subscription s on s.tenant_id = of_tenant and s.id = of_subscription
            left join decision d
              on d.tenant_id = of_tenant and d.subscription_id = of_subscription and d.request_id = of_request${condition}
          where t.id = of_tenant;
      end $$;
  revoke all on function annex_lock_subscription from public;
  grant execute on function annex_lock_subscription to ${appRole};
`;
