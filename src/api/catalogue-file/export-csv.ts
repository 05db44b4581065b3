import { stringify } from 'csv-stringify/sync';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { flatMapYielding } from '../../application/yielding.ts';
import { columns, toCells } from './csv-columns.ts';
import { exportPrice } from '../catalogue/stated-form.ts';

/** The prices of the catalogue as CSV, one in each row, of the same versions as exportFile. */
export async function exportCsv({ offerings }: CatalogueState): Promise<string> {
  const parts = await flatMapYielding(offerings, (offering) => [writeRows(columns, pricesOf(offering))]);
  return [writeCsv(columns, []), ...parts].join('');
}

const pricesOf = ({ kind, key, latest, launched }: Offering): readonly object[] =>
  (launched ?? latest).rateCards.flatMap((card) =>
    card.prices.map((price) => ({
      offeringKind: kind,
      offeringKey: key,
      rateCardKey: card.key,
      priceKey: price.key,
      ...toCells(exportPrice(price)),
    })),
  );

/** CSV with a header. A cell that a spreadsheet would read as a formula gets an apostrophe in front. */
export const writeCsv = (header: readonly string[], rows: readonly object[]): string =>
  `${stringify([[...header]], { escape_formulas: true })}${writeRows(header, rows)}`;

const writeRows = (header: readonly string[], rows: readonly object[]): string =>
  stringify([...rows], { columns: [...header], escape_formulas: true });
