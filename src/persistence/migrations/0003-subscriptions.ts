import { Migration } from '@mikro-orm/migrations';
import { appendOnly, dropTables, isolateByTenant } from './table-rules.ts';

/**
 * Subscriptions and what their decisions leave behind. There is no index on `next_wake_at`: no fleet scan exists, the
 * timers of the workflows are the only ones who wake a subscription.
 */
export class Subscriptions extends Migration {
  override name = '0003-subscriptions';

  override up(): void {
    this.addSql(subscriptionTable);
    this.addSql(decisionTable);
    this.addSql(addOnTable);
    this.addSql(grantTable);
    this.addSql(outboxTable);
    this.addSql(appendOnly('decision'));
    this.addSql(isolateByTenant('subscription', 'select, insert, update'));
    this.addSql(isolateByTenant('decision', 'select, insert'));
    this.addSql(isolateByTenant('subscription_add_on', 'select, insert, update'));
    this.addSql(isolateByTenant('access_grant', 'select, insert, update'));
    this.addSql(isolateByTenant('outbox', 'select, insert, update'));
  }

  override down(): void {
    this.addSql(dropTables('outbox', 'access_grant', 'subscription_add_on', 'decision', 'subscription'));
    this.addSql(`drop function if exists annex_end_grant_once;`);
  }
}

const subscriptionTable = `
  create table subscription (
    tenant_id text not null references tenant (id),
    id text not null,
    revision integer not null check (revision >= 1),
    customer_id text not null,
    plan_key text not null,
    status text not null check (status in ('pending', 'trial', 'active', 'canceled', 'expired')),
    clock text not null check (clock in ('wall', 'sandbox')),
    at timestamptz not null,
    next_wake_at timestamptz,
    state jsonb not null,
    state_version integer not null,
    position bigint generated always as identity,
    primary key (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id)
  ) with (fillfactor = 70);
  create index subscription_by_customer on subscription (tenant_id, customer_id);
`;

const decisionTable = `
  create table decision (
    tenant_id text not null,
    subscription_id text not null,
    revision integer not null check (revision >= 1),
    request_id text not null,
    request_hash text not null,
    did text not null,
    actor text check (actor in ('admin', 'customer')),
    at timestamptz not null,
    summary text not null,
    events jsonb not null check (jsonb_typeof(events) = 'array'),
    events_version integer not null,
    outcome jsonb not null,
    primary key (tenant_id, subscription_id, revision),
    constraint decision_once_per_request unique (tenant_id, subscription_id, request_id),
    foreign key (tenant_id, subscription_id) references subscription (tenant_id, id)
  );
`;

const addOnTable = `
  create table subscription_add_on (
    tenant_id text not null,
    subscription_id text not null,
    id text not null,
    add_on_key text not null,
    version integer not null,
    version_id text not null,
    requirement text not null check (requirement in ('mandatory', 'optional')),
    instance text not null check (instance in ('single', 'multiple')),
    quantity numeric not null check (quantity >= 0),
    started_at timestamptz not null,
    free_until timestamptz,
    ended_at timestamptz,
    ending text check (ending in ('canceled', 'expired')),
    primary key (tenant_id, subscription_id, id),
    foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
    foreign key (tenant_id, version_id) references offering_version (tenant_id, id),
    check ((ended_at is null) = (ending is null)),
    check (ended_at >= started_at)
  );
`;

// One source (a rate card of the plan or of one attachment) never grants twice at one instant.
const grantTable = `
  create table access_grant (
    tenant_id text not null,
    subscription_id text not null,
    id text not null,
    customer_id text not null,
    feature_key text not null,
    attachment_id text,
    offering_key text not null,
    rate_card_key text not null,
    entitlement jsonb not null,
    quantity numeric not null check (quantity >= 0),
    starts_at timestamptz not null,
    ends_at timestamptz,
    window_anchor_at timestamptz,
    time_zone text not null,
    cause jsonb not null,
    primary key (tenant_id, subscription_id, id),
    foreign key (tenant_id, subscription_id) references subscription (tenant_id, id),
    foreign key (tenant_id, customer_id) references customer (tenant_id, id),
    foreign key (tenant_id, feature_key) references feature (tenant_id, key),
    foreign key (tenant_id, subscription_id, attachment_id) references subscription_add_on (tenant_id, subscription_id, id),
    check (ends_at >= starts_at),
    constraint access_grant_no_overlap exclude using gist (
      tenant_id with =, subscription_id with =, (coalesce(attachment_id, '')) with =, rate_card_key with =,
      tstzrange(starts_at, ends_at) with &&
    )
  );
  create index access_grant_by_customer on access_grant (tenant_id, customer_id, feature_key);
  create function annex_end_grant_once() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.ends_at is null and to_jsonb(new) - 'ends_at' = to_jsonb(old) - 'ends_at' then
        return new;
      end if;
      raise exception 'of a grant only the end is written later, once' using errcode = 'AX001';
    end $$;
  create trigger access_grant_ends_once before update or delete on access_grant
    for each row execute function annex_end_grant_once();
`;

const outboxTable = `
  create table outbox (
    tenant_id text not null,
    subscription_id text not null,
    revision integer not null,
    topic text not null,
    payload jsonb not null,
    at timestamptz not null,
    published_at timestamptz,
    primary key (tenant_id, subscription_id, revision),
    foreign key (tenant_id, subscription_id, revision) references decision (tenant_id, subscription_id, revision)
  );
  create index outbox_unpublished on outbox (tenant_id, at) where published_at is null;
`;
