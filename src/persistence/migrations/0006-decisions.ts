import { Migration } from '@mikro-orm/migrations';
import { appRole } from './table-rules.ts';

/**
 * The two statements of a decision as functions. PostgreSQL keeps the plans of what is inside a function, and each is one
 * round trip: together that makes a renewal several times cheaper than the same statements sent one by one. They run with
 * the rights of the caller and decide nothing; constraints and row-level security bind them like any other statement.
 */
export class Decisions extends Migration {
  override name = '0006-decisions';

  override up(): void {
    this.addSql(lockSubscription);
    this.addSql(writeDecision);
    this.addSql(writeDocuments('invoice', 'ANX-'));
    this.addSql(writeDocuments('credit_note', 'ANX-CN-'));
    for (const name of functions) {
      this.addSql(`
        revoke all on function ${name} from public;
        grant execute on function ${name} to ${appRole};
      `);
    }
  }

  override down(): void {
    for (const name of functions) this.addSql(`drop function if exists ${name};`);
  }
}

const functions = [
  'annex_lock_subscription',
  'annex_write_decision',
  'annex_write_invoice',
  'annex_write_credit_note',
] as const;

// Every statement of the function sees what was committed before it began, so what is read after the lock is current. Where
// there is no subscription, the lock on its id makes a second creation wait for the first.
export const lockSubscription = `
  create function annex_lock_subscription(of_tenant text, of_subscription text, of_request text)
    returns table (
      policies jsonb, revision integer, state jsonb, "stateVersion" integer, "requestHash" text, outcome jsonb
    )
    language plpgsql as $$
      begin
        perform from subscription s where s.tenant_id = of_tenant and s.id = of_subscription for no key update;
        if not found then
          perform pg_advisory_xact_lock(hashtextextended(of_tenant || '/' || of_subscription, 0));
          perform from subscription s where s.tenant_id = of_tenant and s.id = of_subscription for no key update;
        end if;
        return query
          select t.policies, s.revision, s.state, s.state_version, d.request_hash, d.outcome
          from tenant t
            left join subscription s on s.tenant_id = of_tenant and s.id = of_subscription
            left join decision d
              on d.tenant_id = of_tenant and d.subscription_id = of_subscription and d.request_id = of_request
          where t.id = of_tenant;
      end $$;
`;

const insertRows = (table: string): string => `
        if written ? '${table}' then
          insert into ${table} select * from jsonb_populate_recordset(null::${table}, written -> '${table}');
        end if;`;

// One member of "written" for each table, its rows by column name. The documents come last, as their numbers are taken from
// a row that all of the tenant wait for; ends come before starts, so that a source that starts anew does not meet itself.
export const writeDecision = `
  create function annex_write_decision(written jsonb) returns void language plpgsql as $$
    declare after subscription;
    begin
      after := jsonb_populate_record(null::subscription, written -> 'subscription');
      if after.revision = 1 then
        insert into subscription
            (tenant_id, id, revision, customer_id, plan_key, status, clock, at, next_wake_at, state, state_version)
          values (after.tenant_id, after.id, after.revision, after.customer_id, after.plan_key, after.status, after.clock,
            after.at, after.next_wake_at, after.state, after.state_version);
      else
        update subscription s
          set revision = after.revision, status = after.status, at = after.at, next_wake_at = after.next_wake_at,
            state = after.state, state_version = after.state_version
          where s.tenant_id = after.tenant_id and s.id = after.id and s.revision = after.revision - 1;
        if not found then
          raise exception 'revision % of % does not follow', after.revision, after.id using errcode = 'AX003';
        end if;
      end if;
      insert into decision select * from jsonb_populate_record(null::decision, written -> 'decision');
      ${insertRows('subscription_add_on')}
      if written ? 'changed_add_on' then
        update subscription_add_on a
          set quantity = coalesce(c.quantity, a.quantity), ended_at = c.ended_at, ending = c.ending
          from jsonb_populate_recordset(null::subscription_add_on, written -> 'changed_add_on') c
          where a.tenant_id = c.tenant_id and a.subscription_id = c.subscription_id and a.id = c.id;
      end if;
      if written ? 'ended_grant' then
        update access_grant g set ends_at = e.ends_at
          from jsonb_populate_recordset(null::access_grant, written -> 'ended_grant') e
          where g.tenant_id = e.tenant_id and g.subscription_id = e.subscription_id and g.id = e.id;
      end if;
      ${insertRows('access_grant')}
      ${insertRows('invoice_line')}
      ${insertRows('credit_note_line')}
      insert into outbox select * from jsonb_populate_record(null::outbox, written -> 'outbox');
      if written ? 'invoice' then perform annex_write_invoice(after.tenant_id, written -> 'invoice'); end if;
      if written ? 'credit_note' then perform annex_write_credit_note(after.tenant_id, written -> 'credit_note'); end if;
    end $$;
`;

// The rows come in the order of their numbers, with "sequence" counted from 1.
const writeDocuments = (table: string, prefix: string): string => `
  create function annex_write_${table}(of_tenant text, documents jsonb) returns void language plpgsql as $$
    declare taken integer := jsonb_array_length(documents); before integer;
    begin
      insert into document_counter as counter (tenant_id, last_${table}) values (of_tenant, taken)
        on conflict (tenant_id) do update set last_${table} = counter.last_${table} + taken
        returning last_${table} - taken into before;
      insert into ${table}
        select numbered.*
        from jsonb_populate_recordset(null::${table}, documents) document,
          lateral (select (before + document.sequence)::text as digits) given,
          lateral jsonb_populate_record(document, jsonb_build_object(
            'sequence', given.digits, 'number', '${prefix}' || lpad(given.digits, greatest(6, length(given.digits)), '0')
          )) numbered;
    end $$;
`;
