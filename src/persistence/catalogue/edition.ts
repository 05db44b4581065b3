import type { TenantTransaction } from '../database/database.ts';

/** Increments the catalogue edition, which invalidates the cached versions of the tenant in every process (ADR 0050). */
export const incrementEdition = ({ em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>): Promise<unknown> =>
  em.execute('update tenant set catalogue_edition = catalogue_edition + 1 where id = ?', [tenantId]);
