import { Migration } from '@mikro-orm/migrations';
import { appendOnly, dropTables, isolateByTenant } from './table-rules.ts';

/**
 * Invoices and credit notes. Lines are written before their document: the document seals them, and its totals are compared
 * with them then. Numbers come from one row per tenant, so they have no gaps; that row is locked last.
 */
export class Documents extends Migration {
  override name = '0004-documents';

  override up(): void {
    this.addSql(numbering);
    this.addSql(invoiceTables);
    this.addSql(creditNoteTables);
    this.addSql(sealing);
    this.addSql(creditLimit);
    for (const table of documentTables) {
      this.addSql(appendOnly(table));
      this.addSql(isolateByTenant(table, 'select, insert'));
    }
    this.addSql(isolateByTenant('document_counter', 'select, insert, update'));
  }

  override down(): void {
    this.addSql(dropTables(...documentTables, 'document_counter'));
    this.addSql(`
      drop function if exists annex_check_invoice, annex_check_credit_note, annex_refuse_late_line, annex_check_credited;
    `);
  }
}

const documentTables = ['credit_note_line', 'credit_note', 'invoice_line', 'invoice'] as const;

const numbering = `
  create table document_counter (
    tenant_id text primary key references tenant (id),
    last_invoice integer not null default 0,
    last_credit_note integer not null default 0
  );
`;

const documentHead = `
    tenant_id text not null,
    id text not null,
    sequence integer not null check (sequence >= 1),
    number text not null,
    subscription_id text not null,
    customer_id text not null,
    revision integer not null,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    effective_at timestamptz not null,
    issued_at timestamptz not null,
    period_start timestamptz not null,
    period_end timestamptz not null check (period_end >= period_start),
    total numeric not null,
    primary key (tenant_id, id),
    unique (tenant_id, sequence),
    unique (tenant_id, number),
    foreign key (tenant_id, subscription_id, revision) references decision (tenant_id, subscription_id, revision)
`;

const documentLine = (document: string): string => `
    tenant_id text not null,
    id text not null,
    subscription_id text not null,
    ${document}_id text not null,
    line_number integer not null check (line_number >= 1),
    offering_key text not null,
    offering_kind text not null check (offering_kind in ('plan', 'addOn')),
    offering_version integer not null,
    attachment_id text,
    rate_card_key text not null,
    price_id text not null,
    description text not null,
    quantity numeric not null,
    unit_amount numeric not null,
    service_start timestamptz not null,
    service_end timestamptz not null check (service_end >= service_start),
    full_start timestamptz not null,
    full_end timestamptz not null check (full_end >= full_start),
    segment integer not null,
    derivation jsonb not null,
    grant_ids text[] not null,
    primary key (tenant_id, id),
    unique (tenant_id, ${document}_id, line_number),
    foreign key (tenant_id, ${document}_id) references ${document} (tenant_id, id) deferrable initially deferred,
    foreign key (tenant_id, subscription_id, attachment_id) references subscription_add_on (tenant_id, subscription_id, id)
`;

const invoiceTables = `
  create table invoice (
    ${documentHead},
    reason text not null,
    subtotal numeric not null,
    discount numeric not null check (discount >= 0),
    tax numeric not null check (tax >= 0),
    constraint invoice_total_adds_up check (total = subtotal - discount + tax)
  );
  create index invoice_by_subscription on invoice (tenant_id, subscription_id, sequence);
  create index invoice_by_customer on invoice (tenant_id, customer_id, sequence);
  create table invoice_line (
    ${documentLine('invoice')},
    kind text not null check (kind in ('recurring', 'proration', 'credit')),
    amount numeric not null,
    credited_line_id text,
    foreign key (tenant_id, credited_line_id) references invoice_line (tenant_id, id),
    constraint invoice_line_sign check (
      case kind when 'credit' then amount <= 0 and quantity <= 0 and credited_line_id is not null
        else amount >= 0 and quantity >= 0 and credited_line_id is null end
    ),
    constraint invoice_line_charged_once unique nulls not distinct
      (tenant_id, subscription_id, attachment_id, rate_card_key, kind, service_start, segment)
  );
  create index invoice_line_by_credited on invoice_line (tenant_id, credited_line_id) where credited_line_id is not null;
`;

const creditNoteTables = `
  create table credit_note (${documentHead});
  create index credit_note_by_subscription on credit_note (tenant_id, subscription_id, sequence);
  create table credit_note_line (
    ${documentLine('credit_note')},
    amount numeric not null,
    credited_line_id text not null,
    constraint credit_note_line_sign check (amount < 0 and quantity <= 0),
    foreign key (tenant_id, credited_line_id) references invoice_line (tenant_id, id)
  );
  create index credit_note_line_by_credited on credit_note_line (tenant_id, credited_line_id);
`;

const sealedDocument = (document: string, total: string): string => `
  create function annex_check_${document}() returns trigger language plpgsql as $$
    declare lines_total numeric;
    begin
      select coalesce(sum(amount), 0) into lines_total from ${document}_line
        where tenant_id = new.tenant_id and ${document}_id = new.id;
      if lines_total is distinct from new.${total} then
        raise exception 'the lines of % add up to %, not to %', new.id, lines_total, new.${total}
          using errcode = 'check_violation', constraint = '${document}_lines_add_up';
      end if;
      return null;
    end $$;
  create trigger ${document}_lines_add_up after insert on ${document}
    for each row execute function annex_check_${document}();
  create trigger ${document}_line_not_late after insert on ${document}_line
    referencing new table as added for each statement execute function annex_refuse_late_line('${document}');
`;

const sealing = `
  create function annex_refuse_late_line() returns trigger language plpgsql as $$
    declare late boolean;
    begin
      if tg_argv[0] = 'invoice' then
        select exists (select from added a join invoice d on d.tenant_id = a.tenant_id and d.id = a.invoice_id) into late;
      else
        select exists (select from added a join credit_note d on d.tenant_id = a.tenant_id and d.id = a.credit_note_id)
          into late;
      end if;
      if late then
        raise exception 'an issued % gets no more lines', tg_argv[0] using errcode = 'AX001';
      end if;
      return null;
    end $$;
  ${sealedDocument('invoice', 'subtotal')}
  ${sealedDocument('credit_note', 'total')}
`;

// The lock on the credited line makes two credits of one line wait for each other, so that each sees all before it. Taking
// it needs the right to update invoice lines, which only the owner has: hence security definer.
const creditLimit = `
  create function annex_check_credited() returns trigger
    language plpgsql security definer set search_path = public, pg_temp
    as $$
      declare charged numeric; credited numeric;
      begin
        select amount into charged from invoice_line
          where tenant_id = new.tenant_id and id = new.credited_line_id for no key update;
        select -coalesce(sum(amount), 0) into credited from (
          select amount from credit_note_line where tenant_id = new.tenant_id and credited_line_id = new.credited_line_id
          union all
          select amount from invoice_line where tenant_id = new.tenant_id and credited_line_id = new.credited_line_id
        ) credits;
        if credited > charged then
          raise exception 'line % of % cannot be credited with %', new.credited_line_id, charged, credited
            using errcode = 'check_violation', constraint = 'credit_within_line';
        end if;
        return null;
      end $$;
  create trigger credit_within_line after insert on credit_note_line
    for each row execute function annex_check_credited();
  create trigger credit_within_line after insert on invoice_line
    for each row when (new.credited_line_id is not null) execute function annex_check_credited();
`;
