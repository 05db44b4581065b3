import type { OfferingKind, OfferingVersion } from '../domain/catalogue/offering.ts';
import { invariant } from '../domain/invariant.ts';
import { withVersions } from './catalogue-reads.ts';
import { loadLaunched, type FactSource } from './facts.ts';
import {
  fromDbFeature,
  fromDbProduct,
  type StoredCustomer,
  type StoredFeature,
  type StoredOffering,
  type StoredProduct,
} from './mapping/catalogue.mapping.ts';
import { toDbContent } from './mapping/version.mapping.ts';
import { FeatureSchema, ProductSchema } from './schemas/catalogue.schema.ts';
import { OfferingSchema, OfferingVersionSchema } from './schemas/offering.schema.ts';

/** `taken`: the key or the id is in use, and nothing was written. */
type Inserted = 'inserted' | 'taken';

/** Writes to the catalogue and to customers in the open transaction. */
export function catalogueWrites(source: FactSource) {
  return { ...simpleWrites(source), ...offeringWrites(source) };
}

function simpleWrites(source: FactSource) {
  const { em, tenantId } = source;
  return {
    findFeatures: async (keys: readonly string[]): Promise<readonly StoredFeature[]> =>
      (await em.find(FeatureSchema, { tenantId, key: { $in: [...keys] } })).map(fromDbFeature),

    insertFeature: ({ id, key, name, kind, unit, meter, revision }: StoredFeature): Promise<Inserted> =>
      insertUnlessTaken(source, 'feature', { id, key, name, kind, unit, meter, revision }),

    async findProduct(key: string): Promise<StoredProduct | null> {
      const row = await em.findOne(ProductSchema, { tenantId, key });
      return row === null ? null : fromDbProduct(row);
    },

    insertProduct: ({ id, key, name, description, revision }: StoredProduct): Promise<Inserted> =>
      insertUnlessTaken(source, 'product', { id, key, name, description, revision }),

    insertCustomer: ({ id, key, name, email, currency, timeZone, revision }: StoredCustomer): Promise<Inserted> =>
      insertUnlessTaken(source, 'customer', { id, key, name, email, currency, time_zone: timeZone, revision }),
  };
}

function offeringWrites(source: FactSource) {
  const { em, tenantId } = source;
  return {
    /** Locks the offering until the end of the transaction. */
    async lockOffering(kind: OfferingKind, key: string): Promise<StoredOffering | null> {
      const locked = await em.execute<unknown[]>(
        'select from offering where tenant_id = ? and kind = ? and key = ? for no key update',
        [tenantId, kind, key],
      );
      if (locked.length === 0) return null;
      const [offering] = await withVersions(em, await em.find(OfferingSchema, { tenantId, kind, key }, { refresh: true }));
      return offering?.offering ?? null;
    },

    findLaunchedAddOns: (keys: readonly string[]): Promise<readonly OfferingVersion[]> => loadLaunched(source, 'addOn', keys),

    /** Inserts the offering with its first version, a draft. */
    async insertOffering(offering: StoredOffering): Promise<Inserted> {
      const { id, kind, key, productKey, revision, latest } = offering;
      const inserted = await insertUnlessTaken(source, 'offering', { id, kind, key, product_key: productKey, revision });
      if (inserted === 'inserted') await insertVersion(source, id, latest);
      return inserted;
    },

    /** Inserts a version that is a draft, and counts the offering's revision up. */
    async insertDraft(offering: StoredOffering, draft: OfferingVersion): Promise<StoredOffering> {
      await insertVersion(source, offering.id, draft);
      return { ...offering, latest: draft, revision: await countRevision(source, offering) };
    },

    /** Replaces the contents of the draft, and counts the offering's revision up. */
    async saveDraft(offering: StoredOffering, draft: OfferingVersion): Promise<StoredOffering> {
      const content = toDbContent(draft);
      const saved = await em.nativeUpdate(OfferingVersionSchema, { tenantId, id: draft.id, status: 'draft' }, { content });
      invariant(saved === 1, `${draft.id} is a draft`);
      return { ...offering, latest: draft, revision: await countRevision(source, offering) };
    },

    /** Puts the draft on sale; the version that was on sale is superseded. */
    async launchDraft(offering: StoredOffering): Promise<StoredOffering> {
      const { latest } = offering;
      await em.nativeUpdate(
        OfferingVersionSchema,
        { tenantId, offeringId: offering.id, status: 'launched' },
        { status: 'superseded' },
      );
      const launched = await em.nativeUpdate(
        OfferingVersionSchema,
        { tenantId, id: latest.id, status: 'draft' },
        { status: 'launched' },
      );
      invariant(launched === 1, `${latest.id} is a draft`);
      const onSale: OfferingVersion = { ...latest, status: 'launched' };
      return { ...offering, latest: onSale, launched: onSale, revision: await countRevision(source, offering) };
    },
  };
}

const insertVersion = ({ em, tenantId }: FactSource, offeringId: string, draft: OfferingVersion) =>
  em.insert(OfferingVersionSchema, {
    tenantId,
    id: draft.id,
    offeringId,
    version: draft.version,
    status: draft.status,
    content: toDbContent(draft),
  });

async function countRevision({ em, tenantId }: FactSource, { id, revision }: StoredOffering): Promise<number> {
  const counted = await em.nativeUpdate(OfferingSchema, { tenantId, id, revision }, { revision: revision + 1 });
  invariant(counted === 1, `${id} is locked at revision ${revision}`);
  return revision + 1;
}

/** Inserts a row by the names of its columns. A key that is in use does not spoil the transaction. */
async function insertUnlessTaken(
  { em, tenantId }: FactSource,
  table: 'customer' | 'feature' | 'offering' | 'product',
  values: Readonly<Record<string, unknown>>,
): Promise<Inserted> {
  const row = { tenant_id: tenantId, ...values };
  const columns = Object.keys(row).join(', ');
  const inserted = await em.execute<unknown[]>(
    `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, ?::jsonb)
     on conflict do nothing returning true`,
    [JSON.stringify(row)],
  );
  return inserted.length === 1 ? 'inserted' : 'taken';
}
