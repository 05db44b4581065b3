import type { VersionReads } from '../../application/ports/catalogue.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { PricePoint } from '../../domain/catalogue/model/rate-card.ts';
import type { Database } from '../database/database.ts';
import { newestFirst, pageOf } from '../database/paging.ts';
import { fromDbVersion } from '../mapping/version.mapping.ts';
import { OfferingSchema, OfferingVersionSchema } from '../schemas/offering.schema.ts';
import { loadLaunchedAddOns, type VersionRow } from './sold-versions.ts';
import { selectWithPrices } from './version-parts.ts';

export const versionReads = (database: Database): VersionReads => ({
  findVersion: (tenantId, kind, key, version) =>
    database.inTenant(tenantId, async (em) => {
      const offering = await em.findOne(OfferingSchema, { tenantId, kind, key });
      if (offering === null) return null;
      const row = await em.findOne(OfferingVersionSchema, { tenantId, offeringId: offering.id, version });
      return row === null ? null : fromDbVersion(offering, row);
    }),

  listVersions: (tenantId, { kind, key }, { limit, after }) =>
    database.inTenant(tenantId, async (em) => {
      const offering = await em.findOne(OfferingSchema, { tenantId, kind, key });
      if (offering === null) return null;
      const rows = await em.find(
        OfferingVersionSchema,
        { tenantId, offeringId: offering.id, version: newestFirst(after) },
        { orderBy: { version: 'desc' }, limit: limit + 1 },
      );
      return pageOf(rows, { limit, position: ({ version }) => version, convert: (row) => fromDbVersion(offering, row) });
    }),

  /** One statement. */
  findLaunchedAddOns: (tenantId, keys) => database.inTenant(tenantId, (em) => loadLaunchedAddOns({ em, tenantId }, keys)),

  findPrices: (tenantId, ids) =>
    database.inTenant(tenantId, async (em) => {
      if (ids.length === 0) return [];
      const rows = await em.execute<VersionRow[]>(selectWithPrices, [tenantId, tenantId, JSON.stringify(ids)]);
      const prices = rows.map((row) => fromDbVersion(row, row)).flatMap(pricesIn);
      return ids.flatMap((id) => prices.find((price) => price.id === id) ?? []);
    }),
});

const pricesIn = (version: OfferingVersion): readonly PricePoint[] => [
  ...version.rateCards.flatMap((card) => card.prices),
  ...(version.kind === 'addOn' ? [] : version.addOns.flatMap((link) => link.prices.map(({ price }) => price))),
];
