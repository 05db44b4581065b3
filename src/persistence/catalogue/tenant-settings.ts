import { invariant } from '../../domain/invariant.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { SettingsReads, SettingsWrites } from '../../application/ports/catalogue.ts';
import type { TenantSettings } from '../../domain/catalogue/model/tenant-settings.ts';
import type { Database, TenantEntityManager, TenantTransaction } from '../database/database.ts';

/** Reads and changes the tenant's settings in the open transaction. */
export const settingsWrites = ({ em, tenantId }: TenantTransaction): SettingsWrites => ({
  findSettings: () => findIn(em, tenantId),

  async changeSettings({ policies = {}, ...settings }) {
    const kept = policies === null ? '{}' : null;
    await em.execute(
      `update tenant set settings = jsonb_strip_nulls(settings || ?::jsonb),
         policies = jsonb_strip_nulls(coalesce(?::jsonb, policies) || ?::jsonb), settings_revision = settings_revision + 1
       where id = ?`,
      [JSON.stringify(settings), kept, JSON.stringify(policies ?? {}), tenantId],
    );
    return findIn(em, tenantId);
  },
});

export const settingsReads = (database: Database): SettingsReads => ({
  findSettings: (tenantId) => database.inTenant(tenantId, (em) => findIn(em, tenantId)),
});

interface SettingsRow {
  readonly revision: number;
  readonly settings: Partial<Pick<TenantSettings, 'billingFrequencies'>>;
  readonly policies: TenantSettings['policies'];
}

async function findIn(em: TenantEntityManager, tenantId: TenantId): Promise<TenantSettings> {
  const [row] = await em.execute<SettingsRow[]>(
    'select settings_revision as revision, settings, policies from tenant where id = ?',
    [tenantId],
  );
  invariant(row, `the tenant ${tenantId} exists`);
  return { revision: row.revision, billingFrequencies: row.settings.billingFrequencies ?? [], policies: row.policies };
}
