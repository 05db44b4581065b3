import type { Offering } from '../../domain/catalogue/model/offering.ts';
import type { DeletionBlockers } from '../../application/ports/catalogue.ts';
import { invariant } from '../../domain/invariant.ts';
import type { TenantTransaction } from '../database/database.ts';
import { selectLinking } from './version-parts.ts';

/** One statement. The result can change unless the offering is locked for deletion. */
export async function findDeletionBlockers(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  { id, kind, key }: Pick<Offering, 'id' | 'kind' | 'key'>,
): Promise<DeletionBlockers> {
  const linked = kind === 'addOn' ? key : null;
  const [blockers] = await em.execute<DeletionBlockers[]>(selectBlockers, [
    tenantId,
    id,
    tenantId,
    tenantId,
    tenantId,
    linked,
    tenantId,
    id,
  ]);
  invariant(blockers, 'a statement without a table gives one row');
  return blockers;
}

const selectBlockers = `
  select
    exists (
      select from offering_version v
      where v.tenant_id = ? and v.offering_id = ? and jsonb_path_exists(v.content, '$.*[*].prices[*]')) as priced,
    coalesce((
      select jsonb_agg(base.key order by base.position) from offering base
      where base.tenant_id = ? and base.id in (
        select v.offering_id from offering_version v where v.tenant_id = ? and v.id in (${selectLinking}))
    ), '[]') as "linkedBy",
    exists (
      select from offering_version_use used join offering_version v on v.tenant_id = used.tenant_id and v.id = used.version_id
      where used.tenant_id = ? and v.offering_id = ?) as "inUse"`;
