import type { EffectReads, SubscriptionRecord } from '../../application/ports/subscriptions.ts';
import type { TenantId } from '../../domain/ids.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Database } from '../database/database.ts';
import { type Statement, sqlRunner } from '../database/pipelined-pool.ts';
import { fromDbSubscription } from '../mapping/subscription.mapping.ts';
import { CreditNoteLineSchema, CreditNoteSchema, InvoiceLineSchema, InvoiceSchema } from '../schemas/document.schema.ts';
import { SubscriptionAddOnSchema, SubscriptionSchema } from '../schemas/subscription.schema.ts';
import { creditNotesFrom, invoicesFrom } from './document-reads.ts';
import type { TenantFacts } from './facts.ts';
import { withInheritedPolicies } from './inherited-policies.ts';

/** Reads the subscription after a command and the documents that the command made, in one round trip (ADR 0077). */
export const effectReads = (database: Database): EffectReads => ({
  async findEffect(tenantId, subscriptionId, { invoiceIds, creditNoteIds }) {
    const [tenant = [], subscription = [], addOns = [], invoices = [], invoiceLines = [], notes = [], noteLines = []] =
      await database.pipelined.transact<Row[]>(tenantId, [
        read('tenant', 'select policies, catalogue_edition as edition from tenant where id = $1', [tenantId]),
        read('subscription', 'select * from subscription where tenant_id = $1 and id = $2', [tenantId, subscriptionId]),
        read('add-ons', selectAddOns, [tenantId, subscriptionId]),
        ...documents('invoice', tenantId, invoiceIds),
        ...documents('credit_note', tenantId, creditNoteIds),
      ]);
    const em = database.orm.em.fork();
    const [row] = subscription.map((each) => em.map(SubscriptionSchema, each));
    invariant(row, `there is no subscription ${subscriptionId}`);
    const record = fromDbSubscription(
      row,
      addOns.map((each) => em.map(SubscriptionAddOnSchema, each)),
    );
    return {
      subscription: await complete(database, tenantId, { record, tenant }),
      invoices: invoicesFrom(
        invoices.map((each) => em.map(InvoiceSchema, each)),
        invoiceLines.map((each) => em.map(InvoiceLineSchema, each)),
      ).map(({ document }) => document),
      creditNotes: creditNotesFrom(
        notes.map((each) => em.map(CreditNoteSchema, each)),
        noteLines.map((each) => em.map(CreditNoteLineSchema, each)),
      ).map(({ document }) => document),
    };
  },
});

/** A row as the driver gives it. */
type Row = object & Partial<TenantFacts>;

const selectAddOns = 'select * from subscription_add_on where tenant_id = $1 and subscription_id = $2 order by started_at, id';

/** A statement with a name, which each connection parses and plans once. */
const read = (name: string, text: string, values: readonly unknown[]): Statement => ({ name: `effect: ${name}`, text, values });

const documents = (table: 'invoice' | 'credit_note', tenantId: TenantId, ids: readonly string[]): readonly Statement[] => [
  read(table, `select * from ${table} where tenant_id = $1 and id = any ($2) order by sequence`, [tenantId, ids]),
  read(`${table} lines`, `select * from ${table}_line where tenant_id = $1 and ${table}_id = any ($2) order by line_number`, [
    tenantId,
    ids,
  ]),
];

/** Adds the policies above its own, whose version is nearly always in the cache. */
async function complete(
  { pipelined, versions }: Database,
  tenantId: TenantId,
  { record, tenant: [tenant] }: { readonly record: SubscriptionRecord; readonly tenant: readonly Row[] },
): Promise<SubscriptionRecord> {
  const { policies, edition } = tenant ?? {};
  invariant(policies !== undefined && edition !== undefined, `there is no tenant ${tenantId}`);
  const em = sqlRunner(async <Rows extends object[]>(statement: Statement) => {
    const [rows] = await pipelined.transact<Rows>(tenantId, [statement]);
    invariant(rows, 'a statement has an answer');
    return rows;
  });
  const [completed = record] = await withInheritedPolicies({ em, tenantId, versions }, [record], { policies, edition });
  return completed;
}
