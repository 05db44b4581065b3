import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';
import type { TenantId } from '../../domain/ids.ts';
import { diffVersions, type VersionChange } from '../../domain/catalogue/versions/diff.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import type { CatalogueReads } from '../ports/catalogue.ts';
import { offeringNouns } from './offering-noun.ts';

/** The differences between two versions of an offering, and whom each affects. Refuses `not_found`. */
export async function compareVersions(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  { kind, key, ...versions }: { readonly kind: OfferingKind; readonly key: string; readonly from: number; readonly to: number },
): Promise<Result<readonly VersionChange[]>> {
  const from = await catalogue.findVersion(tenantId, kind, key, versions.from);
  const to = await catalogue.findVersion(tenantId, kind, key, versions.to);
  if (from !== null && to !== null) return accepted(diffVersions(from, to));
  const missing = from === null ? versions.from : versions.to;
  return notFound({ kind: `version of the ${offeringNouns[kind]}`, name: `${key}/${missing}` });
}
