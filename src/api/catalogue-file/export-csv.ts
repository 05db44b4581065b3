import { stringify } from 'csv-stringify/sync';
import type { CatalogueState } from '../ports.ts';
import { columns, toCells } from './csv-columns.ts';
import { exportPrice } from './export-file.ts';

/** Every price of the catalogue in a row of comma-separated values, of the same versions as the export of the file. */
export const exportCsv = ({ offerings }: CatalogueState): string =>
  writeCsv(
    columns,
    offerings.flatMap(({ kind, key, latest, launched }) =>
      (launched ?? latest).rateCards.flatMap((card) =>
        card.prices.map((price) => ({
          offeringKind: kind,
          offeringKey: key,
          rateCardKey: card.key,
          priceKey: price.key,
          ...toCells(exportPrice(price)),
        })),
      ),
    ),
  );

/** CSV with a header. A cell that a spreadsheet would take for a formula gets an apostrophe before it. */
export const writeCsv = (header: readonly string[], rows: readonly object[]): string =>
  stringify([...rows], { columns: [...header], header: true, escape_formulas: true });
