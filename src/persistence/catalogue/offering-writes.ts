import type { OfferingWrites } from '../../application/ports/catalogue.ts';
import type { Offering, OfferingKind } from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import type { TenantTransaction } from '../database/database.ts';
import { fromDbVersion, toDbPresentation } from '../mapping/version.mapping.ts';
import { OfferingSchema, OfferingVersionSchema } from '../schemas/offering.schema.ts';
import type { TakeSharedLock } from './catalogue-lock.ts';
import { incrementOfferingRevision, draftWrites } from './draft-writes.ts';
import { incrementEdition } from './edition.ts';
import { withVersions } from './offering-reads.ts';
import { findDeletionBlockers } from './deletion-blockers.ts';

/** Writes of offerings in the open transaction. */
export function offeringWrites(transaction: TenantTransaction, takeSharedLock: TakeSharedLock): OfferingWrites {
  const { em, tenantId } = transaction;
  return {
    ...draftWrites(transaction, takeSharedLock),
    ...offeringLocks(transaction, takeSharedLock),

    async editInPlace(offering, edit) {
      const rows = await em.find(OfferingVersionSchema, { tenantId, offeringId: offering.id }, { refresh: true });
      const edited = rows.map((row) => edit(fromDbVersion(offering, row)));
      const written = edited.map((version) => ({ id: version.id, presentation: toDbPresentation(version) }));
      await em.execute(
        `update offering_version v set presentation = n.presentation
         from jsonb_to_recordset(?::jsonb) as n (id text, presentation jsonb)
         where v.tenant_id = ? and v.id = n.id`,
        [JSON.stringify(written), tenantId],
      );
      await incrementEdition(transaction);
      const [latest] = edited.toSorted((a, b) => b.version - a.version);
      invariant(latest, 'an offering has a version');
      const launched = edited.find(({ status }) => status === 'launched') ?? null;
      return { ...offering, latest, launched, revision: await incrementOfferingRevision(transaction, offering) };
    },

    async setArchived(offering, archived) {
      await em.nativeUpdate(OfferingSchema, { tenantId, id: offering.id }, { archived });
      return { ...offering, archived, revision: await incrementOfferingRevision(transaction, offering) };
    },

    async deleteOffering({ id }) {
      await em.nativeDelete(OfferingVersionSchema, { tenantId, offeringId: id });
      await em.nativeDelete(OfferingSchema, { tenantId, id });
    },

    findDeletionBlockers: (offering) => findDeletionBlockers(transaction, offering),
  };
}

function offeringLocks(
  { em, tenantId }: TenantTransaction,
  takeSharedLock: TakeSharedLock,
): Pick<OfferingWrites, 'lockOffering' | 'lockForDeletion'> {
  const lock = async (
    { kind, key }: { readonly kind: OfferingKind; readonly key: string },
    strength: 'no key update' | 'update',
  ): Promise<Offering | null> => {
    await takeSharedLock();
    const held = await em.execute<unknown[]>(
      `select from offering where tenant_id = ? and kind = ? and key = ? for ${strength}`,
      [tenantId, kind, key],
    );
    if (held.length === 0) return null;
    const [offering] = await withVersions(em, await em.find(OfferingSchema, { tenantId, kind, key }, { refresh: true }));
    return offering?.offering ?? null;
  };
  return {
    lockOffering: (kind, key) => lock({ kind, key }, 'no key update'),
    lockForDeletion: (kind, key) => lock({ kind, key }, 'update'),
  };
}
