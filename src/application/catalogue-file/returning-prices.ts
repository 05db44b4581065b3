import { returningPriceKeys } from '../../domain/catalogue/versions/returning-price-keys.ts';
import type { PriceKeys } from '../ports/catalogue.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import { nameOf } from './plan-changes.ts';
import type { StatedCatalogue } from './stated-catalogue.ts';

/** The keys of prices and link prices that the newest versions lack: they are new, or return from a former version. */
export function returningPrices(current: CatalogueState, stated: StatedCatalogue): readonly PriceKeys[] {
  const known = new Map(current.offerings.map((offering) => [nameOf(offering), offering]));
  return stated.offerings.flatMap((entry) => {
    const before = known.get(nameOf(entry.stated));
    return before === undefined ? [] : [{ offeringId: before.id, keys: returningPriceKeys(before, entry.stated) }];
  });
}
