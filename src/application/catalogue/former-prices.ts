import type { FormerPrice } from '../../domain/catalogue/versions/carry-price-ids.ts';
import { returningPriceKeys, type StatedPrices } from '../../domain/catalogue/versions/returning-price-keys.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { Offering } from '../../domain/catalogue/model/offering.ts';

/** Finds the prices of former versions that may return with the stated ones; none if no price is new. */
export async function formerPrices(
  writes: CatalogueWrites,
  offering: Offering,
  stated: StatedPrices,
): Promise<readonly FormerPrice[]> {
  const found = await writes.findFormerPrices([{ offeringId: offering.id, keys: returningPriceKeys(offering, stated) }]);
  return found.get(offering.id) ?? [];
}
