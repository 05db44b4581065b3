import { selectVersions } from './sold-versions.ts';

// Conditions on offering_version_part are equalities of text: under row-level security PostgreSQL uses no index for other
// operators. The primary key begins with tenant, kind and key.

/** Versions with one of these prices, their own or of a link. Parameters: tenant, tenant, the ids as a JSON array. */
export const selectWithPrices = `${selectVersions} and v.id in (
  select part.version_id from offering_version_part part
  where part.tenant_id = ? and part.kind = 'price' and part.key = any (array(select jsonb_array_elements_text(?::jsonb))))`;

/** The ids of the versions that link an add-on. Parameters: tenant, the key of the add-on. */
export const selectLinking = `
  select part.version_id from offering_version_part part
  where part.tenant_id = ? and part.kind = 'link' and part.key = ?`;

/** The newest and launched versions of the offerings that link an add-on. Parameters: tenant, tenant, the key of the add-on. */
export const selectBasesOf = `${selectVersions} and v.status in ('launched', 'draft') and v.id in (${selectLinking})
  order by o.position, v.version`;

/** The versions on sale of the offerings that link an add-on and are not archived. Parameters as above. */
export const selectBasesOnSale = `${selectVersions} and v.status = 'launched' and not o.archived and v.id in (${selectLinking})
  order by o.position`;
