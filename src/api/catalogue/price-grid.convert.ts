import type { PriceGridQuery, PriceGridView } from '../../contracts/wire/catalogue/price-grid.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { PriceCell, PriceFilter, PriceGrid } from '../../domain/catalogue/sale/price-grid.ts';
import { toApiPrice } from './rate-card.convert.ts';

/** The filter of a query. */
export const fromApiPriceFilter = (query: PriceGridQuery): PriceFilter => ({
  state: query.state,
  currency: query.currency ?? null,
  frequency: query.frequency ?? null,
  model: query.model ?? null,
  minAmount: query.minAmount ?? null,
  maxAmount: query.maxAmount ?? null,
  tax: query.taxable === undefined ? null : query.taxable === 'true' ? 'taxable' : 'exempt',
});

export const toApiPriceGrid = ({ key, version }: OfferingVersion, { cadences, rows }: PriceGrid): PriceGridView => ({
  key,
  version,
  cadences: [...cadences],
  rows: rows.map((row) => ({ ...row, cells: row.cells.map(toApiCell) })),
});

const toApiCell = ({ price, ...place }: PriceCell) => ({ ...place, price: price === null ? null : toApiPrice(price) });
