import { Migration } from '@mikro-orm/migrations';
import { lockSubscription as lockWithoutEdition } from './0006-decisions.ts';
import { appRole } from './table-rules.ts';

/**
 * Offerings that are edited in place, archived and deleted. What people read moves out of the content of a version into a
 * column of its own, which may change at any time; the terms stay final once launched (semantics row 20). The edition of a
 * tenant's catalogue counts such edits, so that every process knows when what it remembers of a version is out of date.
 */
export class Offerings extends Migration {
  override name = '0007-offerings';

  override up(): void {
    this.addSql(`
      alter table offering drop constraint offering_kind_check;
      alter table offering add constraint offering_kind_check check (kind in ('plan', 'addOn', 'singlePurchase'));
      alter table offering add column archived boolean not null default false;
      alter table offering_version add column presentation jsonb not null default '{}';
      alter table tenant add column catalogue_edition integer not null default 1;
      grant delete on offering, offering_version to ${appRole};
      grant update (catalogue_edition) on tenant to ${appRole};
    `);
    this.addSql(moveTexts);
    this.addSql(keepTerms);
    this.addSql(`
      create index offering_version_by_rate_card on offering_version using gin ((content -> 'rateCards') jsonb_path_ops);
      create index offering_version_by_add_on on offering_version using gin ((content -> 'addOns') jsonb_path_ops);
      alter table invoice_line alter column unit_amount drop not null;
      alter table credit_note_line alter column unit_amount drop not null;
    `);
    this.addSql(replaceLock(lockSubscription));
  }

  override down(): void {
    this.addSql(replaceLock(lockWithoutEdition));
    this.addSql(rewriteVersions(`set content = content || (presentation - 'prices')`));
    this.addSql(`
      drop index offering_version_by_add_on, offering_version_by_rate_card;
      alter table offering_version drop column presentation;
      alter table offering drop column archived;
      alter table tenant drop column catalogue_edition;
      revoke delete on offering, offering_version from ${appRole};
    `);
  }
}

const texts = `array['name', 'displayName', 'description', 'visibility']`;

/** Rewrites the versions of all tenants, launched ones too: how they are stored changes, not what they say. */
const rewriteVersions = (assignments: string): string => `
  alter table offering_version no force row level security;
  alter table offering_version disable trigger offering_version_launched_is_final;
  update offering_version ${assignments};
  alter table offering_version enable trigger offering_version_launched_is_final;
  alter table offering_version force row level security;
`;

const moveTexts = rewriteVersions(`
  set presentation = (select jsonb_object_agg(key, value) from jsonb_each(content) where key = any (${texts})),
    content = content - ${texts}`);

const replaceLock = (lock: string): string => `
  drop function annex_lock_subscription;
  ${lock}
  revoke all on function annex_lock_subscription from public;
  grant execute on function annex_lock_subscription to ${appRole};
`;

// A launched version may change in what people read, and may be superseded; nothing else of it ever changes.
const keepTerms = `
  create or replace function annex_keep_launched_version() returns trigger language plpgsql as $$
    begin
      if old.status = 'draft' and tg_op = 'DELETE' then return old; end if;
      if old.status = 'draft' and new.status <> 'superseded'
        and (new.tenant_id, new.id, new.offering_id, new.version)
          = (old.tenant_id, old.id, old.offering_id, old.version) then return new; end if;
      if tg_op = 'UPDATE' and (new.status = old.status or (old.status = 'launched' and new.status = 'superseded'))
        and to_jsonb(new) - 'status' - 'presentation' = to_jsonb(old) - 'status' - 'presentation' then return new; end if;
      raise exception 'version % of % is launched and never changes', old.version, old.offering_id
        using errcode = 'AX001';
    end $$;
`;

// As in 0006, with the edition of the catalogue beside the policies.
const lockSubscription = `
  create function annex_lock_subscription(of_tenant text, of_subscription text, of_request text)
    returns table (
      policies jsonb, edition integer, revision integer, state jsonb, "stateVersion" integer, "requestHash" text, outcome jsonb
    )
    language plpgsql as $$
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
              on d.tenant_id = of_tenant and d.subscription_id = of_subscription and d.request_id = of_request
          where t.id = of_tenant;
      end $$;
`;
