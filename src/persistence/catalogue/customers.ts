import type { CustomerReads, CustomerWrites } from '../../application/ports/catalogue.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { CustomerUse } from '../../domain/customer/change-customer.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Database, TenantTransaction } from '../database/database.ts';
import { insertUnlessTaken, locked } from '../database/keyed-rows.ts';
import type { Statement } from '../database/pipelined-pool.ts';
import { orderedByPosition, pageByPosition, afterPosition } from '../database/paging.ts';
import { fromDbCustomer } from '../mapping/catalogue.mapping.ts';
import { CustomerSchema, type CustomerRow } from '../schemas/catalogue.schema.ts';

export const customerReads = (database: Database): CustomerReads => ({
  listCustomers: (tenantId, page) =>
    database.inTenant(tenantId, async (em) =>
      pageByPosition(
        await em.find(CustomerSchema, afterPosition(tenantId, page), orderedByPosition(page)),
        page,
        fromDbCustomer,
      ),
    ),

  /** One round trip: each order names its customer. */
  async findCustomer(tenantId, idOrKey) {
    const [rows = []] = await database.pipelined.transact(tenantId, [findNamed(tenantId, idOrKey)]);
    const em = database.orm.em.fork();
    return pickNamed(
      idOrKey,
      rows.map((row) => em.map(CustomerSchema, row)),
    );
  },
});

const findNamed = (tenantId: TenantId, idOrKey: string): Statement => ({
  name: 'find customer',
  text: 'select * from customer where tenant_id = $1 and (id = $2 or key = $2)',
  values: [tenantId, idOrKey],
});

/** Writes of customers in the open transaction. */
export function customerWrites(transaction: TenantTransaction): CustomerWrites {
  const { em, tenantId } = transaction;
  return {
    insertCustomer({ id, key, name, email, currency, timeZone, accountType, revision }) {
      const columns = { id, key, name, email, currency, time_zone: timeZone, account_type: accountType, revision };
      return insertUnlessTaken(transaction, 'customer', columns);
    },

    lockCustomer: async (idOrKey) => pickNamed(idOrKey, await em.find(CustomerSchema, named(tenantId, idOrKey), locked)),

    async findCustomerUse(customerId) {
      const [found] = await em.execute<{ use: CustomerUse }[]>(selectCustomerUse, [tenantId, customerId]);
      invariant(found, 'an aggregate gives one row');
      return found.use;
    },

    async saveCustomer(customer) {
      const { id, name, email, currency, timeZone, accountType, revision } = customer;
      const written = { name, email, currency, timeZone, accountType, revision: revision + 1 };
      const saved = await em.nativeUpdate(CustomerSchema, { tenantId, id, revision }, written);
      invariant(saved === 1, `${id} is locked at revision ${revision}`);
      return { ...customer, revision: revision + 1 };
    },
  };
}

const named = (tenantId: TenantId, idOrKey: string) => ({ tenantId, $or: [{ id: idOrKey }, { key: idOrKey }] });

/** The customer with this id; otherwise the one with this key. */
function pickNamed(idOrKey: string, rows: readonly CustomerRow[]) {
  const row = rows.find(({ id }) => id === idOrKey) ?? rows[0];
  return row === undefined ? null : fromDbCustomer(row);
}

const selectCustomerUse = `
  select case
      when bool_or(s.status not in ('canceled', 'expired')) then 'running'
      when count(*) > 0 then 'ended' else 'none' end as use
  from subscription s where s.tenant_id = ? and s.customer_id = ?`;
