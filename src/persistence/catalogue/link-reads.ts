import type { LinkReads } from '../../application/ports/catalogue.ts';
import type { BaseVersion } from '../../domain/catalogue/model/offering.ts';
import type { TenantTransaction } from '../database/database.ts';
import { fromDbVersion } from '../mapping/version.mapping.ts';
import type { TakeSharedLock } from './catalogue-lock.ts';
import { loadLaunchedAddOns, type VersionRow } from './sold-versions.ts';
import { selectBasesOf, selectBasesOnSale } from './version-parts.ts';

/** Reads of the links between bases and add-ons in the open transaction. */
export function linkReads(transaction: TenantTransaction, takeSharedLock: TakeSharedLock): LinkReads {
  const { em, tenantId } = transaction;
  const findBases = async (select: string, addOnKey: string): Promise<readonly BaseVersion[]> => {
    const rows = await em.execute<VersionRow[]>(select, [tenantId, tenantId, addOnKey]);
    return rows.map((row) => fromDbVersion(row, row)).filter((version) => version.kind !== 'addOn');
  };
  return {
    readLaunchedAddOns: (keys) => loadLaunchedAddOns(transaction, keys),

    async findLaunchedAddOns(keys) {
      if (keys.length === 0) return [];
      await takeSharedLock();
      const held = await em.execute<{ key: string; archived: boolean }[]>(
        `select key, archived from offering
         where tenant_id = ? and kind = 'addOn' and key in (${keys.map(() => '?').join(', ')}) order by key for share`,
        [tenantId, ...keys],
      );
      const archivedKeys = new Set(held.flatMap(({ key, archived }) => (archived ? [key] : [])));
      const versions = await loadLaunchedAddOns(transaction, keys);
      return versions.map((version) => ({ version, archived: archivedKeys.has(version.key) }));
    },

    findBasesOf: (addOnKey) => findBases(selectBasesOf, addOnKey),
    findBasesOnSale: (addOnKey) => findBases(selectBasesOnSale, addOnKey),
  };
}
