import type { Inserted } from '../../application/ports/catalogue.ts';
import type { Page, PageRequest } from '../../application/ports/paging.ts';
import type { CustomField } from '../../domain/catalogue/model/custom-fields.ts';
import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';
import type { Database, TenantEntityManager } from '../database/database.ts';
import type { FactSource } from '../subscription/facts.ts';
import { pageOf } from '../database/paging.ts';
import { CustomFieldSchema, type CustomFieldRow } from '../schemas/custom-field.schema.ts';

/** Declared custom fields in the open transaction. */
export const customFieldWrites = ({ em, tenantId }: FactSource) => ({
  /** Every field that is declared for a kind of offering, in the order of declaration. */
  findCustomFields: (entity: OfferingKind): Promise<readonly CustomField[]> => findAll(em, { tenantId, entity }),

  /** `taken`: the kind of offering has a field with this key, and nothing was written. */
  async insertCustomField(field: CustomField): Promise<Inserted> {
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

/** Reads of declared custom fields; each is one transaction. */
export const customFieldReads = (database: Database) => ({
  findCustomFields: (tenantId: string, entity: OfferingKind): Promise<readonly CustomField[]> =>
    database.inTenant(tenantId, (em) => findAll(em, { tenantId, entity })),

  listCustomFields: (
    tenantId: string,
    filter: { readonly entity: OfferingKind | null },
    { limit, after }: PageRequest,
  ): Promise<Page<CustomField>> =>
    database.inTenant(tenantId, async (em) => {
      const rest = { tenantId, position: { $gt: after ?? 0 } };
      const where = filter.entity === null ? rest : { ...rest, entity: filter.entity };
      const rows = await em.find(CustomFieldSchema, where, { orderBy: { position: 'asc' }, limit: limit + 1 });
      return pageOf(rows, { limit, position: ({ position }) => position, convert: fromDbCustomField });
    }),
});

const findAll = async (
  em: TenantEntityManager,
  where: { readonly tenantId: string; readonly entity: OfferingKind },
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
