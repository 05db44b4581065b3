import type { Customer } from '../../domain/customer/customer.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { OfferingFilter } from '../../application/ports/catalogue.ts';
import type { Page, PageRequest } from '../../application/ports/paging.ts';
import type { AddOnVersion, Offering, OfferingKind, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { apiKeyReads } from '../database/api-keys.ts';
import { catalogueFileReads } from './catalogue-file.ts';
import type { PricePoint } from '../../domain/catalogue/model/rate-card.ts';
import { customFieldReads } from './custom-fields.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';
import { loadLaunched, type VersionRow } from '../subscription/facts.ts';
import { fromDbCustomer, fromDbFeature, fromDbOffering, fromDbProduct } from '../mapping/catalogue.mapping.ts';
import { fromDbVersion } from '../mapping/version.mapping.ts';
import { newestFirst, pageOf } from '../database/paging.ts';
import { CustomerSchema, FeatureSchema, ProductSchema } from '../schemas/catalogue.schema.ts';
import { settingsReads } from './tenant-settings.ts';
import { OfferingSchema, OfferingVersionSchema, type OfferingRow } from '../schemas/offering.schema.ts';
import { selectWithPrices } from './version-parts.ts';

/** Reads of the catalogue and of customers. Lists are in the order of creation; each read is one transaction. */
export const catalogueReads = (database: Database) => ({
  ...customFieldReads(database),
  ...apiKeyReads(database),
  ...settingsReads(database),
  ...catalogueFileReads(database),

  listFeatures: (tenantId: string, page: PageRequest): Promise<Page<Feature>> =>
    database.inTenant(tenantId, async (em) =>
      pageOf(await em.find(FeatureSchema, restOf(tenantId, page), firstOf(page)), {
        ...positioned(page),
        convert: fromDbFeature,
      }),
    ),

  findFeature: (tenantId: string, key: string): Promise<Feature | null> =>
    database.inTenant(tenantId, async (em) => found(await em.findOne(FeatureSchema, { tenantId, key }), fromDbFeature)),

  listProducts: (tenantId: string, page: PageRequest): Promise<Page<Product>> =>
    database.inTenant(tenantId, async (em) =>
      pageOf(await em.find(ProductSchema, restOf(tenantId, page), firstOf(page)), {
        ...positioned(page),
        convert: fromDbProduct,
      }),
    ),

  findProduct: (tenantId: string, key: string): Promise<Product | null> =>
    database.inTenant(tenantId, async (em) => found(await em.findOne(ProductSchema, { tenantId, key }), fromDbProduct)),

  listOfferings: (tenantId: string, filter: OfferingFilter, page: PageRequest): Promise<Page<Offering>> =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(OfferingSchema, { ...restOf(tenantId, page), ...columnsOf(filter) }, firstOf(page));
      const offerings = await withVersions(em, rows);
      return pageOf(offerings, { limit: page.limit, position: ({ row }) => row.position, convert: ({ offering }) => offering });
    }),

  findOffering: (tenantId: string, kind: OfferingKind, key: string): Promise<Offering | null> =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(OfferingSchema, { tenantId, kind, key });
      const [offering] = await withVersions(em, rows);
      return offering?.offering ?? null;
    }),

  /** Price points of any version by their ids, those of its links too. */
  findPrices: (tenantId: string, ids: readonly string[]): Promise<readonly PricePoint[]> =>
    database.inTenant(tenantId, async (em) => {
      if (ids.length === 0) return [];
      const rows = await em.execute<VersionRow[]>(selectWithPrices, [tenantId, tenantId, JSON.stringify(ids)]);
      const prices = rows.map((row) => fromDbVersion(row, row)).flatMap(pricesIn);
      return ids.flatMap((id) => prices.find((price) => price.id === id) ?? []);
    }),

  findVersion: (tenantId: string, kind: OfferingKind, key: string, version: number): Promise<OfferingVersion | null> =>
    database.inTenant(tenantId, async (em) => {
      const offering = await em.findOne(OfferingSchema, { tenantId, kind, key });
      if (offering === null) return null;
      const row = await em.findOne(OfferingVersionSchema, { tenantId, offeringId: offering.id, version });
      return found(row, (each) => fromDbVersion(offering, each));
    }),

  /** Every version of an offering, newest first; null where there is no such offering. */
  listVersions: (
    tenantId: string,
    { kind, key }: { readonly kind: OfferingKind; readonly key: string },
    { limit, after }: PageRequest,
  ): Promise<Page<OfferingVersion> | null> =>
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

  /** The versions of add-ons that were launched, archived add-ons too, in one statement; a key without one is left out. */
  findLaunchedAddOns: (tenantId: string, keys: readonly string[]): Promise<readonly AddOnVersion[]> =>
    database.inTenant(tenantId, async (em) => {
      const versions = await loadLaunched({ em, tenantId, versions: database.versions }, 'addOn', keys);
      return versions.filter((version) => version.kind === 'addOn');
    }),

  listCustomers: (tenantId: string, page: PageRequest): Promise<Page<Customer>> =>
    database.inTenant(tenantId, async (em) =>
      pageOf(await em.find(CustomerSchema, restOf(tenantId, page), firstOf(page)), {
        ...positioned(page),
        convert: fromDbCustomer,
      }),
    ),

  /** By id, or by key where no customer has this id. */
  findCustomer: (tenantId: string, idOrKey: string): Promise<Customer | null> =>
    database.inTenant(tenantId, async (em) => {
      const rows = await em.find(CustomerSchema, { tenantId, $or: [{ id: idOrKey }, { key: idOrKey }] });
      return found(rows.find(({ id }) => id === idOrKey) ?? rows[0] ?? null, fromDbCustomer);
    }),
});

const pricesIn = (version: OfferingVersion): readonly PricePoint[] => [
  ...version.rateCards.flatMap((card) => card.prices),
  ...(version.kind === 'addOn' ? [] : version.addOns.flatMap((link) => link.prices.map(({ price }) => price))),
];

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

/** Conditions that contradict each other find nothing, as they should. */
const columnsOf = ({ kind, productKey, stage, archived }: OfferingFilter) => ({
  kind,
  ...(productKey === null ? {} : { productKey }),
  ...(stage === null || stage === 'archived' ? {} : { launched: stage === 'launched' }),
  ...(stage === null ? {} : { archived: stage === 'archived' }),
  ...(archived === null ? {} : { $and: [{ archived }] }),
});

const found = <Row, T>(row: Row | null, convert: (row: Row) => T): T | null => (row === null ? null : convert(row));

const restOf = (tenantId: string, { after }: PageRequest) => ({ tenantId, position: { $gt: after ?? 0 } });
const firstOf = ({ limit }: PageRequest) => ({ orderBy: { position: 'asc' as const }, limit: limit + 1 });
const positioned = ({ limit }: PageRequest) => ({ limit, position: (row: { readonly position: number }) => row.position });
