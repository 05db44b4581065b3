import type { SettingsChange, TenantSettings } from '../../domain/catalogue/model/tenant-settings.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { checkRevision } from '../expected-revision.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { Edit } from './edit.ts';

/** Changes the billing frequencies and policies of the tenant. A refusal rolls the change back. Refuses `revision_mismatch`. */
export async function changeSettings(
  writes: CatalogueWrites,
  { expected, change }: Omit<Edit<SettingsChange>, 'name'>,
): Promise<Result<TenantSettings>> {
  // The change locks the settings, so the revision before it is the one to compare.
  const changed = await writes.changeSettings(change);
  const checked = checkRevision(changed.revision - 1, { kind: 'settings', expected });
  return checked.ok ? accepted(changed) : checked;
}
