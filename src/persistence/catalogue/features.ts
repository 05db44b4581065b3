import type { FeatureReads, FeatureWrites } from '../../application/ports/catalogue.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Database, TenantTransaction } from '../database/database.ts';
import { insertUnlessTaken, locked } from '../database/keyed-rows.ts';
import { orderedByPosition, pageByPosition, afterPosition } from '../database/paging.ts';
import { fromDbFeature } from '../mapping/catalogue.mapping.ts';
import { FeatureSchema } from '../schemas/catalogue.schema.ts';
import { lockCatalogue, type TakeSharedLock } from './catalogue-lock.ts';
import { incrementEdition } from './edition.ts';

export const featureReads = (database: Database): FeatureReads => ({
  listFeatures: (tenantId, page) =>
    database.inTenant(tenantId, async (em) =>
      pageByPosition(await em.find(FeatureSchema, afterPosition(tenantId, page), orderedByPosition(page)), page, fromDbFeature),
    ),

  findFeature: (tenantId, key) =>
    database.inTenant(tenantId, async (em) => {
      const row = await em.findOne(FeatureSchema, { tenantId, key });
      return row === null ? null : fromDbFeature(row);
    }),
});

/** Writes of features in the open transaction. */
export function featureWrites(transaction: TenantTransaction, takeSharedLock: TakeSharedLock): FeatureWrites {
  const { em, tenantId } = transaction;
  return {
    findFeatures: async (keys) => (await em.find(FeatureSchema, { tenantId, key: { $in: [...keys] } })).map(fromDbFeature),

    async insertFeature({ id, key, name, kind, unit, meter, revision }) {
      await takeSharedLock();
      return insertUnlessTaken(transaction, 'feature', { id, key, name, kind, unit, meter, revision });
    },

    async lockFeature(key, lock) {
      await (lock === 'shared' ? takeSharedLock() : lockCatalogue(transaction));
      const row = await em.findOne(FeatureSchema, { tenantId, key }, locked);
      return row === null ? null : fromDbFeature(row);
    },

    async isFeatureLaunched(key) {
      const [found] = await em.execute<{ launched: boolean }[]>(selectFeatureUse, [
        tenantId,
        grantedFeature,
        usedFeature,
        JSON.stringify({ key }),
      ]);
      invariant(found, 'a statement without a table gives one row');
      return found.launched;
    },

    /** Increments the catalogue edition, because cached versions contain the unit names of features. */
    async saveFeature(feature) {
      const { id, name, kind, unit, meter, revision } = feature;
      const written = { name, kind, unit, meter, revision: revision + 1 };
      const saved = await em.nativeUpdate(FeatureSchema, { tenantId, id, revision }, written);
      invariant(saved === 1, `${id} is locked at revision ${revision}`);
      await incrementEdition(transaction);
      return { ...feature, revision: revision + 1 };
    },
  };
}

/** Where a version names features: in the grants of its rate cards, and in the usage of its prices and link prices. */
const grantedFeature = '$.rateCards[*].featureKey ? (@ == $key)';
const usedFeature = '$.**.usageOf ? (@ == $key)';

// The paths are parameters because a question mark in a statement is a placeholder.
const selectFeatureUse = `
  select exists (
    select from offering_version v
    where v.tenant_id = ? and v.status <> 'draft'
      and (jsonb_path_exists(v.content, ?::jsonpath, named.vars)
        or jsonb_path_exists(v.content, ?::jsonpath, named.vars))) as launched
  from (select ?::jsonb as vars) named`;
