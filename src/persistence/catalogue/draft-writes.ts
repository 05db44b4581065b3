import type { DraftWrites } from '../../application/ports/catalogue.ts';
import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import type { TenantTransaction } from '../database/database.ts';
import { insertUnlessTaken } from '../database/keyed-rows.ts';
import { toDbContent, toDbPresentation } from '../mapping/version.mapping.ts';
import { OfferingSchema, OfferingVersionSchema } from '../schemas/offering.schema.ts';
import type { TakeSharedLock } from './catalogue-lock.ts';

/** Writes of drafts in the open transaction. */
export function draftWrites(transaction: TenantTransaction, takeSharedLock: TakeSharedLock): DraftWrites {
  const { em, tenantId } = transaction;
  return {
    async insertOffering({ id, kind, key, productKey, revision, latest }) {
      await takeSharedLock();
      const inserted = await insertUnlessTaken(transaction, 'offering', { id, kind, key, product_key: productKey, revision });
      if (inserted === 'inserted') await insertVersion(transaction, id, latest);
      return inserted;
    },

    async insertDraft(offering, draft) {
      await insertVersion(transaction, offering.id, draft);
      return { ...offering, latest: draft, revision: await incrementOfferingRevision(transaction, offering) };
    },

    async saveDraft(offering, draft) {
      const written = { content: toDbContent(draft), presentation: toDbPresentation(draft) };
      const saved = await em.nativeUpdate(OfferingVersionSchema, { tenantId, id: draft.id, status: 'draft' }, written);
      invariant(saved === 1, `${draft.id} is a draft`);
      return { ...offering, latest: draft, revision: await incrementOfferingRevision(transaction, offering) };
    },

    async discardDraft(offering) {
      const { latest, launched } = offering;
      invariant(launched, `${offering.id} has a launched version beside its draft`);
      const discarded = await em.nativeDelete(OfferingVersionSchema, { tenantId, id: latest.id, status: 'draft' });
      invariant(discarded === 1, `${latest.id} is a draft`);
      return { ...offering, latest: launched, revision: await incrementOfferingRevision(transaction, offering) };
    },

    async launchDraft(offering) {
      const { id: offeringId, latest } = offering;
      const formerlyOnSale = { tenantId, offeringId, status: 'launched' } as const;
      await em.nativeUpdate(OfferingVersionSchema, formerlyOnSale, { status: 'superseded' });
      const draft = { tenantId, id: latest.id, status: 'draft' } as const;
      const launched = await em.nativeUpdate(OfferingVersionSchema, draft, { status: 'launched' });
      invariant(launched === 1, `${latest.id} is a draft`);
      const onSale: OfferingVersion = { ...latest, status: 'launched' };
      const revision = await incrementOfferingRevision(transaction, offering);
      return { ...offering, latest: onSale, launched: onSale, revision };
    },
  };
}

/** Increments the revision of a locked offering. Returns the new revision. */
export async function incrementOfferingRevision(
  { em, tenantId }: TenantTransaction,
  { id, revision }: Pick<Offering, 'id' | 'revision'>,
): Promise<number> {
  const updated = await em.nativeUpdate(OfferingSchema, { tenantId, id, revision }, { revision: revision + 1 });
  invariant(updated === 1, `${id} is locked at revision ${revision}`);
  return revision + 1;
}

const insertVersion = ({ em, tenantId }: TenantTransaction, offeringId: string, draft: OfferingVersion) =>
  em.insert(OfferingVersionSchema, {
    tenantId,
    id: draft.id,
    offeringId,
    version: draft.version,
    status: draft.status,
    content: toDbContent(draft),
    presentation: toDbPresentation(draft),
  });
