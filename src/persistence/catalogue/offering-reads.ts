import type { OfferingFilter, OfferingReads } from '../../application/ports/catalogue.ts';
import type { Offering } from '../../domain/catalogue/model/offering.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';
import { orderedByPosition, pageOf, afterPosition } from '../database/paging.ts';
import { fromDbOffering } from '../mapping/catalogue.mapping.ts';
import { OfferingSchema, OfferingVersionSchema, type OfferingRow } from '../schemas/offering.schema.ts';

export const offeringReads = (database: Database): OfferingReads => ({
  listOfferings: (tenantId, filter, page) =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(
        OfferingSchema,
        { ...afterPosition(tenantId, page), ...columnsOf(filter) },
        orderedByPosition(page),
      );
      const offerings = await withVersions(em, rows);
      return pageOf(offerings, { limit: page.limit, position: ({ row }) => row.position, convert: ({ offering }) => offering });
    }),

  findOffering: (tenantId, kind, key) =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(OfferingSchema, { tenantId, kind, key });
      const [offering] = await withVersions(em, rows);
      return offering?.offering ?? null;
    }),
});

/** Offerings with their newest and launched versions, in the order of the rows. */
export async function withVersions(
  em: TenantEntityManager,
  rows: readonly OfferingRow[],
): Promise<readonly { readonly row: OfferingRow; readonly offering: Offering }[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const versions = await em.find(OfferingVersionSchema, {
    tenantId: first.tenantId,
    offeringId: { $in: rows.map(({ id }) => id) },
  });
  const byOffering = Map.groupBy(versions, ({ offeringId }) => offeringId);
  return rows.map((row) => ({ row, offering: fromDbOffering(row, byOffering.get(row.id) ?? []) }));
}

/** Contradictory filters, such as stage `archived` and `archived: false`, match nothing. */
const columnsOf = ({ kind, productKey, stage, archived }: OfferingFilter) => ({
  kind,
  ...(productKey === null ? {} : { productKey }),
  ...(stage === null || stage === 'archived' ? {} : { launched: stage === 'launched' }),
  ...(stage === null ? {} : { archived: stage === 'archived' }),
  ...(archived === null ? {} : { $and: [{ archived }] }),
});
