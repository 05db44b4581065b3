import type { OfferingKind, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { TenantId } from '../../domain/ids.ts';
import { type PriceFilter, priceGrid, type PriceGrid, type PriceSort } from '../../domain/catalogue/sale/price-grid.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import type { CatalogueReads } from '../ports/catalogue.ts';
import { offeringNouns } from './offering-noun.ts';

/** The version, and a filter and order of its prices. */
export interface PriceGridQuestion {
  readonly kind: OfferingKind;
  readonly key: string;
  readonly version: 'newest' | 'launched';
  readonly filter: PriceFilter;
  readonly sort: PriceSort | null;
}

/** The prices of a version by currency and cadence, with the gaps (rule 3-14). Refuses `not_found`. */
export async function readPriceGrid(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  { kind, key, version: choice, filter, sort }: PriceGridQuestion,
): Promise<Result<{ readonly version: OfferingVersion; readonly grid: PriceGrid }>> {
  const offering = await catalogue.findOffering(tenantId, kind, key);
  if (offering === null) return notFound({ kind: offeringNouns[kind], name: key });
  const version = choice === 'launched' ? offering.launched : offering.latest;
  if (version === null) return notFound({ kind: `launched version of the ${offeringNouns[kind]}`, name: key });
  const { billingFrequencies: frequencies } = await catalogue.findSettings(tenantId);
  return accepted({ version, grid: priceGrid(version, { frequencies, filter, sort }) });
}
