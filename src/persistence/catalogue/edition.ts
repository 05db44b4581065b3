import type { TenantTransaction } from '../database/database.ts';

/** Lets every process know that what it remembers of the tenant's versions is out of date. */
export const countEdition = ({ em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>): Promise<unknown> =>
  em.execute('update tenant set catalogue_edition = catalogue_edition + 1 where id = ?', [tenantId]);
