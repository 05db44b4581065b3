import { Migration } from '@mikro-orm/migrations';
import { writeDecision } from './0006-decisions.ts';
import { noteUses } from './0013-delete-without-prices.ts';
import { appRole } from './table-rules.ts';

/**
 * Decisions of one tenant in one transaction (ADR 0073): one function locks many subscriptions without ever waiting for one of them,
 * and one writes the rows of many decisions, with one statement for each table.
 */
export class GroupCommit extends Migration {
  override name = '0032-group-commit';

  override up(): void {
    this.addSql(`drop function annex_write_decision;`);
    for (const [name, definition] of Object.entries(functions)) {
      this.addSql(definition);
      this.addSql(rightsOf(name));
    }
    this.addSql(`drop trigger decision_notes_uses on decision;`);
    this.addSql(noteUsesInOrder);
    this.addSql(refuseLateLine);
  }

  // The faster look-up of annex_refuse_late_line stays: it refuses the same lines.
  override down(): void {
    for (const name of Object.keys(functions)) this.addSql(`drop function ${name};`);
    this.addSql(writeDecision);
    this.addSql(`alter function annex_write_decision set search_path = public, pg_temp;`);
    this.addSql(rightsOf('annex_write_decision'));
    this.addSql(`
      drop trigger if exists decision_notes_uses on decision;
      drop function if exists annex_note_uses;
      ${noteUses}
      revoke all on function annex_note_uses from public;
      alter function annex_note_uses set search_path = public, pg_temp;
    `);
  }
}

const rightsOf = (name: string): string => `
  revoke all on function ${name} from public;
  grant execute on function ${name} to ${appRole};
`;

// A plan is kept by the connection, often one from when the tables were empty: it would read a table as a whole for each row or batch.
// So every row is looked up by its index, in these functions and in the triggers that they set off. Planning anew for each list of
// subscriptions would cost more than locking one.
const settings = `set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
      set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off`;

// A subscription that another transaction holds is left out, and whoever asked for it waits for it alone. So a transaction that holds
// one subscription never waits for another. Where there is none, the lock on its id keeps others from creating it. The rows are read
// after the locks, each by its index.
const lockSubscriptions = `
  create function annex_lock_subscriptions(of_tenant text, of_subscriptions text[], of_requests text[], of_origins text[])
    returns table (
      place integer, policies jsonb, edition integer, revision integer, state jsonb, "stateVersion" integer, "requestHash" text,
      outcome jsonb
    )
    language plpgsql ${settings} as $$
      declare held text[]; missing text[];
      begin
        held := array(
          select s.id from subscription s where s.tenant_id = of_tenant and s.id = any (of_subscriptions)
          order by s.id for no key update skip locked);
        if cardinality(held) < cardinality(of_subscriptions) then
          missing := array(
            select asked.id from unnest(of_subscriptions) asked (id)
            where not exists (select from subscription s where s.tenant_id = of_tenant and s.id = asked.id));
          missing := array(
            select asked.id from unnest(missing) asked (id)
            where pg_try_advisory_xact_lock(hashtextextended(of_tenant || '/' || asked.id, 0)));
        end if;
        return query
          select asked.place::integer, t.policies, t.catalogue_edition, s.revision, s.state, s.state_version, d.request_hash, d.outcome
          from unnest(of_subscriptions, of_requests, of_origins) with ordinality asked (subscription_id, request_id, origin, place)
            join tenant t on t.id = of_tenant
            left join lateral (
              select * from subscription its where its.tenant_id = of_tenant and its.id = asked.subscription_id limit 1
            ) s on true
            left join lateral (
              select * from decision its
              where its.tenant_id = of_tenant and its.subscription_id = asked.subscription_id
                and its.request_id = asked.request_id and its.origin = asked.origin limit 1
            ) d on true
          where asked.subscription_id = any (held) or (asked.subscription_id = any (missing) and s.revision is null);
      end $$;
`;

const insertRows = (table: string): string => `
        if written ? '${table}' then
          insert into ${table} select * from jsonb_populate_recordset(null::${table}, written -> '${table}');
        end if;`;

// One member of "written" for each table, the rows of all decisions by column name, in the order of 0006. Many decisions wait only briefly
// for a row of the catalogue that one of them names and another transaction changes; for the numbers each waits as long as it may.
const writeDecisions = `
  create function annex_write_decisions(of_tenant text, written jsonb) returns void
    language plpgsql ${settings} as $$
    declare unfollowed record; patience text := current_setting('lock_timeout');
    begin
      if jsonb_array_length(written -> 'decision') > 1 then perform set_config('lock_timeout', '500ms', true); end if;
      if written ? 'new_subscription' then
        insert into subscription
            (tenant_id, id, revision, customer_id, plan_key, status, clock, at, next_wake_at, state, state_version)
          select after.tenant_id, after.id, after.revision, after.customer_id, after.plan_key, after.status, after.clock, after.at,
            after.next_wake_at, after.state, after.state_version
          from jsonb_populate_recordset(null::subscription, written -> 'new_subscription') after;
      end if;
      if written ? 'subscription' then
        with changed as (
          update subscription s
            set revision = after.revision, status = after.status, at = after.at, next_wake_at = after.next_wake_at,
              state = after.state, state_version = after.state_version
            from jsonb_populate_recordset(null::subscription, written -> 'subscription') after
            where s.tenant_id = after.tenant_id and s.id = after.id and s.revision = after.revision - 1
            returning s.id
        )
        select after.id, after.revision into unfollowed
          from jsonb_to_recordset(written -> 'subscription') after (id text, revision integer)
          where after.id not in (select id from changed) limit 1;
        if found then
          raise exception 'revision % of % does not follow', unfollowed.revision, unfollowed.id using errcode = 'AX003';
        end if;
      end if;
      ${insertRows('decision')}
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
      ${insertRows('outbox')}
      perform set_config('lock_timeout', patience, true);
      if written ? 'invoice' then perform annex_write_invoice(of_tenant, written -> 'invoice'); end if;
      if written ? 'credit_note' then perform annex_write_credit_note(of_tenant, written -> 'credit_note'); end if;
    end $$;
`;

const functions = { annex_lock_subscriptions: lockSubscriptions, annex_write_decisions: writeDecisions };

// As in 0013, once for all decisions of a statement, so that two transactions that are the first to name the same versions insert them
// in the same order.
const noteUsesInOrder = `
  create or replace function annex_note_uses() returns trigger language plpgsql set search_path = public, pg_temp as $$
    begin
      insert into offering_version_use (tenant_id, version_id)
        select distinct added.tenant_id, named.id #>> '{}'
        from added, unnest(array['$.**.versionId', '$.**.planVersionId', '$.**.linkVersionId']::jsonpath[]) path,
          jsonb_path_query(added.events, path) named (id)
        where added.did in ('createSubscription', 'attachAddOn') and jsonb_typeof(named.id) = 'string'
        order by 1, 2
        on conflict do nothing;
      return null;
    end $$;
  create trigger decision_notes_uses after insert on decision referencing new table as added
    for each statement execute function annex_note_uses();
`;

// As in 0004. The join there could read all invoices of the tenant for each line; the limit makes it look each up by its key.
const refuseLateLine = `
  create or replace function annex_refuse_late_line() returns trigger language plpgsql set search_path = public, pg_temp as $$
    declare late boolean;
    begin
      if tg_argv[0] = 'invoice' then
        select exists (select from added a cross join lateral (
          select from invoice d where d.tenant_id = a.tenant_id and d.id = a.invoice_id limit 1) issued) into late;
      else
        select exists (select from added a cross join lateral (
          select from credit_note d where d.tenant_id = a.tenant_id and d.id = a.credit_note_id limit 1) issued) into late;
      end if;
      if late then
        raise exception 'an issued % gets no more lines', tg_argv[0] using errcode = 'AX001';
      end if;
      return null;
    end $$;
`;
