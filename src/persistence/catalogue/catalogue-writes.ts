import type { Customer } from '../../domain/customer/customer.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { Inserted } from '../../application/ports/catalogue.ts';
import type {
  AddOnVersion,
  BaseVersion,
  Offering,
  OfferingKind,
  OfferingVersion,
} from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import { apiKeyWrites } from '../database/api-keys.ts';
import { withVersions } from './catalogue-reads.ts';
import { catalogueFileWrites } from './catalogue-file.ts';
import { sharedCatalogue } from './catalogue-lock.ts';
import { customFieldWrites } from './custom-fields.ts';
import { loadLaunched, type FactSource, type VersionRow } from '../subscription/facts.ts';
import { fromDbFeature, fromDbProduct } from '../mapping/catalogue.mapping.ts';
import { fromDbVersion, toDbContent, toDbPresentation } from '../mapping/version.mapping.ts';
import { countEdition } from './edition.ts';
import { editWrites } from './edits.ts';
import { FeatureSchema, ProductSchema } from '../schemas/catalogue.schema.ts';
import { findTies } from './offering-ties.ts';
import { settingsWrites } from './tenant-settings.ts';
import { OfferingSchema, OfferingVersionSchema } from '../schemas/offering.schema.ts';
import { selectBasesOf, selectBasesOnSale } from './version-parts.ts';

/** Writes to the catalogue and to customers in the open transaction. */
export function catalogueWrites(source: FactSource) {
  const share = sharedCatalogue(source);
  return {
    ...simpleWrites(source, share),
    ...offeringWrites(source, share),
    ...lifeWrites(source),
    ...customFieldWrites(source),
    ...apiKeyWrites(source),
    ...editWrites(source, share),
    ...settingsWrites(source),
    ...catalogueFileWrites(source),
  };
}

/** Takes the lock that keeps imports away. Everything that locks or inserts what a catalogue file may name does so first. */
type Share = ReturnType<typeof sharedCatalogue>;

function simpleWrites(source: FactSource, share: Share) {
  const { em, tenantId } = source;
  return {
    findFeatures: async (keys: readonly string[]): Promise<readonly Feature[]> =>
      (await em.find(FeatureSchema, { tenantId, key: { $in: [...keys] } })).map(fromDbFeature),

    async insertFeature({ id, key, name, kind, unit, meter, revision }: Feature): Promise<Inserted> {
      await share();
      return insertUnlessTaken(source, 'feature', { id, key, name, kind, unit, meter, revision });
    },

    async findProduct(key: string): Promise<Product | null> {
      const row = await em.findOne(ProductSchema, { tenantId, key });
      return row === null ? null : fromDbProduct(row);
    },

    async insertProduct({ id, key, name, description, revision }: Product): Promise<Inserted> {
      await share();
      return insertUnlessTaken(source, 'product', { id, key, name, description, revision });
    },

    insertCustomer({ id, key, name, email, currency, timeZone, accountType, revision }: Customer): Promise<Inserted> {
      const columns = { id, key, name, email, currency, time_zone: timeZone, account_type: accountType, revision };
      return insertUnlessTaken(source, 'customer', columns);
    },
  };
}

function offeringWrites(source: FactSource, share: Share) {
  const { em, tenantId } = source;
  const lock = async (named: NamedOffering, strength: 'no key update' | 'update'): Promise<Offering | null> => {
    const { kind, key } = named;
    await share();
    const locked = await em.execute<unknown[]>(
      `select from offering where tenant_id = ? and kind = ? and key = ? for ${strength}`,
      [tenantId, kind, key],
    );
    if (locked.length === 0) return null;
    const [offering] = await withVersions(em, await em.find(OfferingSchema, { tenantId, kind, key }, { refresh: true }));
    return offering?.offering ?? null;
  };
  return {
    /** Locks the offering until the end of the transaction. */
    lockOffering: (kind: OfferingKind, key: string) => lock({ kind, key }, 'no key update'),

    /** The same before it is deleted: waits for decisions that have found it on sale, and makes others wait. */
    lockForDeletion: (kind: OfferingKind, key: string) => lock({ kind, key }, 'update'),

    /** The versions on sale of add-ons, without waiting for anybody who changes them. */
    async readLaunchedAddOns(keys: readonly string[]): Promise<readonly AddOnVersion[]> {
      return (await loadLaunched(source, 'addOn', keys)).filter((version) => version.kind === 'addOn');
    },

    /** The add-ons that were launched, archived ones too; they cannot be archived before the transaction ends. */
    async findLaunchedAddOns(
      keys: readonly string[],
    ): Promise<readonly { readonly version: AddOnVersion; readonly archived: boolean }[]> {
      if (keys.length === 0) return [];
      await share();
      const held = await em.execute<{ key: string; archived: boolean }[]>(
        `select key, archived from offering
         where tenant_id = ? and kind = 'addOn' and key in (${keys.map(() => '?').join(', ')}) order by key for share`,
        [tenantId, ...keys],
      );
      const versions = (await loadLaunched(source, 'addOn', keys)).filter((version) => version.kind === 'addOn');
      return versions.map((version) => ({
        version,
        archived: held.some(({ key, archived }) => archived && key === version.key),
      }));
    },

    /** Inserts the offering with its first version, a draft. */
    async insertOffering(offering: Offering): Promise<Inserted> {
      await share();
      const { id, kind, key, productKey, revision, latest } = offering;
      const inserted = await insertUnlessTaken(source, 'offering', { id, kind, key, product_key: productKey, revision });
      if (inserted === 'inserted') await insertVersion(source, id, latest);
      return inserted;
    },

    /** Inserts a version that is a draft, and counts the offering's revision up. */
    async insertDraft(offering: Offering, draft: OfferingVersion): Promise<Offering> {
      await insertVersion(source, offering.id, draft);
      return { ...offering, latest: draft, revision: await countRevision(source, offering) };
    },

    /** Replaces the contents of the draft, and counts the offering's revision up. */
    async saveDraft(offering: Offering, draft: OfferingVersion): Promise<Offering> {
      const written = { content: toDbContent(draft), presentation: toDbPresentation(draft) };
      const saved = await em.nativeUpdate(OfferingVersionSchema, { tenantId, id: draft.id, status: 'draft' }, written);
      invariant(saved === 1, `${draft.id} is a draft`);
      return { ...offering, latest: draft, revision: await countRevision(source, offering) };
    },

    /** Throws the draft away, and counts the offering's revision up. */
    async discardDraft(offering: Offering): Promise<Offering> {
      const { latest, launched } = offering;
      invariant(launched, `${offering.id} was launched: its draft is not all there is of it`);
      const discarded = await em.nativeDelete(OfferingVersionSchema, { tenantId, id: latest.id, status: 'draft' });
      invariant(discarded === 1, `${latest.id} is a draft`);
      return { ...offering, latest: launched, revision: await countRevision(source, offering) };
    },

    /** Puts the draft on sale; the version that was on sale is superseded. */
    async launchDraft(offering: Offering): Promise<Offering> {
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

function lifeWrites(source: FactSource) {
  const { em, tenantId } = source;
  return {
    /** Changes what people read about every version of the offering, sold ones too; their terms stay as they are. */
    async editInPlace(offering: Offering, edit: (version: OfferingVersion) => OfferingVersion): Promise<Offering> {
      const rows = await em.find(OfferingVersionSchema, { tenantId, offeringId: offering.id }, { refresh: true });
      const edited = rows.map((row) => edit(fromDbVersion(offering, row)));
      const written = edited.map((version) => ({ id: version.id, presentation: toDbPresentation(version) }));
      await em.execute(
        `update offering_version v set presentation = n.presentation
         from jsonb_to_recordset(?::jsonb) as n (id text, presentation jsonb)
         where v.tenant_id = ? and v.id = n.id`,
        [JSON.stringify(written), tenantId],
      );
      await countEdition(source);
      const [latest] = edited.toSorted((a, b) => b.version - a.version);
      invariant(latest, 'an offering has a version');
      const launched = edited.find(({ status }) => status === 'launched') ?? null;
      return { ...offering, latest, launched, revision: await countRevision(source, offering) };
    },

    async setArchived(offering: Offering, archived: boolean): Promise<Offering> {
      await em.nativeUpdate(OfferingSchema, { tenantId, id: offering.id }, { archived });
      return { ...offering, archived, revision: await countRevision(source, offering) };
    },

    /** Removes an offering with its versions, so that its key is free again. */
    async deleteOffering({ id }: Offering): Promise<void> {
      await em.nativeDelete(OfferingVersionSchema, { tenantId, offeringId: id });
      await em.nativeDelete(OfferingSchema, { tenantId, id });
    },

    /** What keeps an offering from being deleted; it is locked for that. */
    findTies: (offering: Offering) => findTies(source, offering),

    /** The newest and launched versions of the offerings that link an add-on. */
    async findBasesOf(addOnKey: string): Promise<readonly BaseVersion[]> {
      const rows = await em.execute<VersionRow[]>(selectBasesOf, [tenantId, tenantId, addOnKey]);
      return rows.map((row) => fromDbVersion(row, row)).filter((version) => version.kind !== 'addOn');
    },

    /** The versions on sale of the offerings that link an add-on and are not archived. */
    async findBasesOnSale(addOnKey: string): Promise<readonly BaseVersion[]> {
      const rows = await em.execute<VersionRow[]>(selectBasesOnSale, [tenantId, tenantId, addOnKey]);
      return rows.map((row) => fromDbVersion(row, row)).filter((version) => version.kind !== 'addOn');
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
    presentation: toDbPresentation(draft),
  });

/** How an offering is named. */
type NamedOffering = Pick<Offering, 'kind' | 'key'>;

async function countRevision({ em, tenantId }: FactSource, { id, revision }: Offering): Promise<number> {
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
