import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { CatalogueFileWrites, CatalogueReads, OfferingChange } from '../../application/ports/catalogue.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Database, TenantEntityManager, TenantTransaction } from '../database/database.ts';
import { lockCatalogue } from './catalogue-lock.ts';
import { incrementEdition } from './edition.ts';
import { findFormerPrices } from './former-prices.ts';
import { fromDbFeature, fromDbOffering, fromDbProduct } from '../mapping/catalogue.mapping.ts';
import { fromDbVersion, toDbContent, toDbPresentation } from '../mapping/version.mapping.ts';
import { FeatureSchema, ProductSchema } from '../schemas/catalogue.schema.ts';
import type { OfferingRow, OfferingVersionRow } from '../schemas/offering.schema.ts';

export const catalogueFileReads = (database: Database): Pick<CatalogueReads, 'loadCatalogue'> => ({
  loadCatalogue: (tenantId) => database.inTenant(tenantId, (em) => loadCatalogue(em, tenantId)),
});

/** Reads and writes the whole catalogue in the open transaction. */
export const catalogueFileWrites = (transaction: TenantTransaction): CatalogueFileWrites => ({
  async lockCatalogue() {
    await lockCatalogue(transaction);
    return loadCatalogue(transaction.em, transaction.tenantId);
  },

  findFormerPrices: (wanted) => findFormerPrices(transaction, wanted),

  async saveCatalogue({ features, products, offerings }) {
    await upsert(transaction, {
      table: 'feature',
      columns: ['id', 'key', 'name', 'kind', 'unit', 'meter', 'revision'],
      rows: features,
    });
    // Cached versions contain the unit names of features.
    if (features.length > 0) await incrementEdition(transaction);
    await upsert(transaction, {
      table: 'product',
      columns: ['id', 'key', 'name', 'description', 'revision'],
      rows: products,
    });
    if (!(await insertOfferings(transaction, offerings))) return 'taken';
    await updateOfferings(transaction, offerings);
    await editVersions(transaction, offerings);
    await saveVersions(transaction, offerings);
    return 'inserted';
  },
});

/** Plain rows: building an entity and its snapshot for each would dominate the time of an import. */
async function loadCatalogue(em: TenantEntityManager, tenantId: TenantId): Promise<CatalogueState> {
  const features = await em.find(FeatureSchema, { tenantId }, { orderBy: { position: 'asc' } });
  const products = await em.find(ProductSchema, { tenantId }, { orderBy: { position: 'asc' } });
  const offerings = await em.execute<OfferingRow[]>(
    `select tenant_id as "tenantId", id, kind, key, product_key as "productKey", archived, revision, position
     from offering where tenant_id = ? order by position`,
    [tenantId],
  );
  // The newest version is a draft or on sale: a superseded version has a successor.
  const versions = await em.execute<OfferingVersionRow[]>(
    `${selectVersions} where tenant_id = ? and status in ('draft', 'launched')`,
    [tenantId],
  );
  const byOffering = Map.groupBy(versions, ({ offeringId }) => offeringId);
  return {
    features: features.map(fromDbFeature),
    products: products.map(fromDbProduct),
    // An offering without versions was deleted between the two statements.
    offerings: offerings.flatMap((row) => {
      const ofOffering = byOffering.get(row.id);
      return ofOffering === undefined ? [] : [fromDbOffering(row, ofOffering)];
    }),
  };
}

const selectVersions = `
  select tenant_id as "tenantId", id, offering_id as "offeringId", version, status, content, presentation
  from offering_version`;

/** A list of ids as one parameter. */
const inList = 'in (select jsonb_array_elements_text(?::jsonb))';

/** Inserts rows by key. An existing row keeps its id and kind and gets the new texts. */
async function upsert(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  {
    table,
    columns,
    rows,
  }: { readonly table: 'feature' | 'product'; readonly columns: readonly string[]; readonly rows: readonly object[] },
): Promise<void> {
  if (rows.length === 0) return;
  const written = columns.filter((column) => !['id', 'key', 'kind', 'meter'].includes(column));
  await em.execute(
    `insert into ${table} (tenant_id, ${columns.join(', ')})
     select ?, ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, ?::jsonb)
     on conflict (tenant_id, key) do update set ${written.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [tenantId, JSON.stringify(rows)],
  );
}

async function insertOfferings(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  changes: readonly OfferingChange[],
): Promise<boolean> {
  const rows = changes.flatMap(({ before, after: { id, kind, key, productKey, archived, revision } }) =>
    before === null ? [{ id, kind, key, product_key: productKey, archived, revision }] : [],
  );
  if (rows.length === 0) return true;
  const inserted = await em.execute<unknown[]>(
    `insert into offering (tenant_id, id, kind, key, product_key, archived, revision)
     select ?, id, kind, key, product_key, archived, revision
     from rows from (jsonb_to_recordset(?::jsonb)
       as (id text, kind text, key text, product_key text, archived boolean, revision integer)) with ordinality
     order by ordinality on conflict do nothing returning true`,
    [tenantId, JSON.stringify(rows)],
  );
  return inserted.length === rows.length;
}

async function updateOfferings(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  changes: readonly OfferingChange[],
): Promise<void> {
  const rows = changes.flatMap(({ before, after: { id, archived, revision } }) =>
    before === null ? [] : [{ id, archived, revision, was: before.revision }],
  );
  if (rows.length === 0) return;
  const updated = await em.execute<unknown[]>(
    `update offering o set archived = n.archived, revision = n.revision
     from jsonb_to_recordset(?::jsonb) as n (id text, archived boolean, revision integer, was integer)
     where o.tenant_id = ? and o.id = n.id and o.revision = n.was returning true`,
    [JSON.stringify(rows), tenantId],
  );
  invariant(updated.length === rows.length, 'the offerings are locked');
}

/** Edits the texts of every version of these offerings and increments the catalogue edition. */
async function editVersions(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  changes: readonly OfferingChange[],
): Promise<void> {
  const edits = new Map(changes.flatMap(({ after, edit }) => (edit === null ? [] : [[after.id, { after, edit }] as const])));
  if (edits.size === 0) return;
  const rows = await em.execute<OfferingVersionRow[]>(`${selectVersions} where tenant_id = ? and offering_id ${inList}`, [
    tenantId,
    JSON.stringify([...edits.keys()]),
  ]);
  const presentations = rows.flatMap((row) => {
    const edited = edits.get(row.offeringId);
    return edited === undefined
      ? []
      : [{ id: row.id, presentation: toDbPresentation(edited.edit(fromDbVersion(edited.after, row))) }];
  });
  for (const batch of inBatches(presentations))
    await em.execute(
      `update offering_version v set presentation = n.presentation
       from jsonb_to_recordset(?::jsonb) as n (id text, presentation jsonb)
       where v.tenant_id = ? and v.id = n.id`,
      [JSON.stringify(batch), tenantId],
    );
  await incrementEdition({ em, tenantId });
}

/** Writes the newest versions that are new or were drafts; a launched one supersedes the version that was on sale. */
async function saveVersions(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  changes: readonly OfferingChange[],
): Promise<void> {
  const written = changes.filter(
    ({ before, after }) => before?.latest.id !== after.latest.id || before.latest.status === 'draft',
  );
  if (written.length === 0) return;
  const launched = written.flatMap(({ after }) => (after.latest.status === 'launched' ? [after.id] : []));
  await em.execute(
    `update offering_version set status = 'superseded' where tenant_id = ? and status = 'launched' and offering_id ${inList}`,
    [tenantId, JSON.stringify(launched)],
  );
  const rows = written.map(({ after: { id: offeringId, latest } }) => ({
    id: latest.id,
    offering_id: offeringId,
    version: latest.version,
    status: latest.status,
    content: toDbContent(latest),
    presentation: toDbPresentation(latest),
  }));
  for (const batch of inBatches(rows))
    await em.execute(
      `insert into offering_version (tenant_id, id, offering_id, version, status, content, presentation)
       select ?, id, offering_id, version, status, content, presentation
       from jsonb_to_recordset(?::jsonb)
         as n (id text, offering_id text, version integer, status text, content jsonb, presentation jsonb)
       on conflict (tenant_id, id) do update
         set status = excluded.status, content = excluded.content, presentation = excluded.presentation`,
      [tenantId, JSON.stringify(batch)],
    );
}

/** Serialising a row of 20 prices takes 1 ms; between batches the event loop serves other requests. */
const batchSize = 50;

/** Splits rows into batches, each written well within the statement timeout. */
const inBatches = <T>(rows: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(rows.length / batchSize) }, (_, part) => rows.slice(part * batchSize, (part + 1) * batchSize));
