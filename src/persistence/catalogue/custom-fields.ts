import type { CustomFieldReads, CustomFieldWrites } from '../../application/ports/catalogue.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { CustomField } from '../../domain/catalogue/model/custom-fields.ts';
import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';
import type { Database, TenantEntityManager, TenantTransaction } from '../database/database.ts';
import { orderedByPosition, pageByPosition, afterPosition } from '../database/paging.ts';
import { CustomFieldSchema, type CustomFieldRow } from '../schemas/custom-field.schema.ts';

/** Writes of custom fields in the open transaction. */
export const customFieldWrites = ({ em, tenantId }: TenantTransaction): CustomFieldWrites => ({
  findCustomFields: (entity) => findAll(em, { tenantId, entity }),

  async insertCustomField(field) {
    const inserted = await em.execute<unknown[]>(
      `insert into custom_field (tenant_id, id, entity, key, name, type, choices, required, revision)
       values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing returning true`,
      [
        tenantId,
        field.id,
        field.entity,
        field.key,
        field.name,
        field.type,
        field.choices === null ? null : JSON.stringify(field.choices),
        field.required,
        field.revision,
      ],
    );
    return inserted.length === 1 ? 'inserted' : 'taken';
  },
});

/** Reads of custom fields; each is one transaction. */
export const customFieldReads = (database: Database): CustomFieldReads => ({
  findCustomFields: (tenantId, entity) => database.inTenant(tenantId, (em) => findAll(em, { tenantId, entity })),

  listCustomFields: (tenantId, { entity }, page) =>
    database.inTenant(tenantId, async (em) => {
      const where = { ...afterPosition(tenantId, page), ...(entity === null ? {} : { entity }) };
      return pageByPosition(await em.find(CustomFieldSchema, where, orderedByPosition(page)), page, fromDbCustomField);
    }),
});

const findAll = async (
  em: TenantEntityManager,
  where: { readonly tenantId: TenantId; readonly entity: OfferingKind },
): Promise<readonly CustomField[]> =>
  (await em.find(CustomFieldSchema, where, { orderBy: { position: 'asc' } })).map(fromDbCustomField);

const fromDbCustomField = ({ id, entity, key, name, type, choices, required, revision }: CustomFieldRow): CustomField => ({
  id,
  entity,
  key,
  name,
  type,
  choices,
  required,
  revision,
});
