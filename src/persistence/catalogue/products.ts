import type { ProductReads, ProductWrites } from '../../application/ports/catalogue.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Database, TenantTransaction } from '../database/database.ts';
import { insertUnlessTaken, locked } from '../database/keyed-rows.ts';
import { orderedByPosition, pageByPosition, afterPosition } from '../database/paging.ts';
import { fromDbProduct } from '../mapping/catalogue.mapping.ts';
import { ProductSchema } from '../schemas/catalogue.schema.ts';
import type { TakeSharedLock } from './catalogue-lock.ts';

export const productReads = (database: Database): ProductReads => ({
  listProducts: (tenantId, page) =>
    database.inTenant(tenantId, async (em) =>
      pageByPosition(await em.find(ProductSchema, afterPosition(tenantId, page), orderedByPosition(page)), page, fromDbProduct),
    ),

  findProduct: (tenantId, key) =>
    database.inTenant(tenantId, async (em) => {
      const row = await em.findOne(ProductSchema, { tenantId, key });
      return row === null ? null : fromDbProduct(row);
    }),
});

/** Writes of products in the open transaction. */
export function productWrites(transaction: TenantTransaction, takeSharedLock: TakeSharedLock): ProductWrites {
  const { em, tenantId } = transaction;
  return {
    async findProduct(key) {
      const row = await em.findOne(ProductSchema, { tenantId, key });
      return row === null ? null : fromDbProduct(row);
    },

    async insertProduct({ id, key, name, description, revision }) {
      await takeSharedLock();
      return insertUnlessTaken(transaction, 'product', { id, key, name, description, revision });
    },

    async lockProduct(key) {
      await takeSharedLock();
      const row = await em.findOne(ProductSchema, { tenantId, key }, locked);
      return row === null ? null : fromDbProduct(row);
    },

    async saveProduct(product) {
      const { id, name, description, revision } = product;
      const written = { name, description, revision: revision + 1 };
      const saved = await em.nativeUpdate(ProductSchema, { tenantId, id, revision }, written);
      invariant(saved === 1, `${id} is locked at revision ${revision}`);
      return { ...product, revision: revision + 1 };
    },
  };
}
