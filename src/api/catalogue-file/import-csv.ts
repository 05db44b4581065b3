import { type CatalogueFile, catalogueFile } from '../../contracts/wire/catalogue/catalogue-file.ts';
import { parse } from '../../contracts/wire/shared/parse.ts';
import type { Issue } from '../../domain/refusal.ts';
import { quoted, quotedList } from '../../domain/refusals/words.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { Offering, OfferingKind } from '../../domain/catalogue/model/offering.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import { withCells } from './csv-columns.ts';
import { issuesOfRows, rowIssue, type RowIssue, type RowsByPointer } from './csv-places.ts';
import { type ExportedFile, exportFile, type FileOffering } from './export-file.ts';
import type { CardForm, PriceForm } from '../catalogue/stated-form.ts';
import { nameOf } from '../../application/catalogue-file/plan-changes.ts';
import { offeringNouns } from '../../application/catalogue/offering-noun.ts';
import type { CsvRow, Table } from './read-csv.ts';

export type FromCsv =
  | { readonly ok: true; readonly file: CatalogueFile; readonly rows: RowsByPointer }
  | { readonly ok: false; readonly issues: readonly RowIssue[] };

/**
 * Converts a table of prices to a catalogue file with the offerings that it names, in their exported form, with the prices of the rows.
 * Prices without a row are unchanged; a row with a new key adds a price to an existing rate card.
 */
export function fileOfTable(current: CatalogueState, table: Table): FromCsv {
  const known = new Map(current.offerings.map((offering) => [nameOf(offering), offering]));
  const found = table.rows.map((row) => placeOf(row, known));
  const issues = [...table.issues, ...found.flatMap((place) => place.issues), ...repeatedRows(table.rows)];
  if (issues.length > 0) return { ok: false, issues };
  const touched = new Set(found.map(({ offering }) => offering));
  const offerings = current.offerings.filter((offering) => touched.has(offering));
  const { file, rows } = mergeRows(exportFile({ features: [], products: [], offerings }), table.rows);
  const parsed = parse(catalogueFile, file);
  if (parsed.ok) return { ok: true, file: parsed.value, rows };
  return { ok: false, issues: issuesOfRows(parsed.issues, rows) };
}

/** The offering of a row, or the issue if offering or rate card do not exist. */
function placeOf(
  { row, cells }: CsvRow,
  known: ReadonlyMap<string, Offering>,
): { readonly offering: Offering | undefined; readonly issues: readonly RowIssue[] } {
  const { offeringKind = '', offeringKey = '', rateCardKey = '', priceKey = '' } = cells;
  const refuse = (column: string, issue: Omit<Issue, 'pointer'>) => ({
    offering: undefined,
    issues: [rowIssue(row, column, issue)],
  });
  if (!isOfferingKind(offeringKind))
    return refuse('offeringKind', {
      code: 'invalid_value',
      detail: `\`offeringKind\` must be one of ${quotedList(Object.keys(listOf))}.`,
    });
  const offering = known.get(nameOf({ kind: offeringKind, key: offeringKey }));
  if (offering === undefined)
    return refuse('offeringKey', {
      code: 'offering_not_found',
      detail: notFound({ kind: offeringNouns[offeringKind], name: offeringKey }).error.message,
    });
  const cards = (offering.launched ?? offering.latest).rateCards;
  if (!cards.some(({ key }) => key === rateCardKey))
    return refuse('rateCardKey', {
      code: 'rate_card_not_found',
      detail: `${quoted(offeringKey)} has no rate card ${quoted(rateCardKey)}.`,
    });
  if (priceKey === '') return refuse('priceKey', { code: 'required', detail: '`priceKey` is required.' });
  return { offering, issues: [] };
}

const listOf = { addOn: 'addOns', singlePurchase: 'singlePurchases', plan: 'plans' } as const;

const isOfferingKind = (name: string): name is OfferingKind => Object.hasOwn(listOf, name);

function repeatedRows(rows: readonly CsvRow[]): readonly RowIssue[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ row, cells }) => {
    const name = [cells.offeringKind, cells.offeringKey, cells.rateCardKey, cells.priceKey].join(' ');
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, row);
    return earlier === undefined
      ? []
      : [
          rowIssue(row, 'priceKey', {
            code: 'duplicate_row',
            detail: `Row ${earlier} has the same price: remove one of them.`,
          }),
        ];
  });
}

/** Merges the rows into the file; also gives the row of each price and offering by its pointer. */
function mergeRows(file: ExportedFile, rows: readonly CsvRow[]): { readonly file: object; readonly rows: RowsByPointer } {
  const byOffering = Map.groupBy(rows, ({ cells }) => nameOf({ kind: cells.offeringKind ?? '', key: cells.offeringKey ?? '' }));
  const places = new Map<string, number>();
  const mergeList = (kind: keyof typeof listOf) =>
    file[listOf[kind]].map((offering, index) => {
      const pointer = `/${listOf[kind]}/${index}`;
      const ofOffering = byOffering.get(nameOf({ kind, key: offering.key })) ?? [];
      const [first] = ofOffering;
      if (first !== undefined) places.set(pointer, first.row);
      const byCard = Map.groupBy(ofOffering, ({ cells }) => cells.rateCardKey ?? '');
      return mergeCards(offering, pointer, (card, at) => {
        const ofCard = byCard.get(card.key) ?? [];
        if (ofCard.length === 0) return card;
        const merged = mergeCard(card.prices ?? [], ofCard);
        for (const [place, row] of merged.rows) places.set(`${at}/prices/${place}`, row);
        return { ...card, prices: merged.prices };
      });
    });
  const merged = { addOns: mergeList('addOn'), singlePurchases: mergeList('singlePurchase'), plans: mergeList('plan') };
  return { file: merged, rows: places };
}

/** Applies `merge` to each rate card of the offering, including those of phases, with the pointer to the card. */
function mergeCards(offering: FileOffering, pointer: string, merge: (card: CardForm, at: string) => CardForm): object {
  const mergeList = (cards: readonly CardForm[], list: string) => cards.map((card, at) => merge(card, `${list}/${at}`));
  const phases = offering.phases?.map(({ rateCards, ...phase }, index) => ({
    ...phase,
    ...(rateCards === undefined ? {} : { rateCards: mergeList(rateCards, `${pointer}/phases/${index}/rateCards`) }),
  }));
  const rateCards = mergeList(offering.rateCards, `${pointer}/rateCards`);
  return { ...offering, rateCards, ...(phases === undefined ? {} : { phases }) };
}

function mergeCard(prices: readonly PriceForm[], rows: readonly CsvRow[]) {
  const places = new Map(prices.map((price, index) => [String(price['key']), index]));
  const merged = [...prices];
  const rowOfPlace = rows.map(({ row, cells }): readonly [number, number] => {
    const { priceKey: key = '' } = cells;
    const place = places.get(key) ?? merged.length;
    merged[place] = withCells(merged[place] ?? { key }, cells);
    return [place, row];
  });
  return { prices: merged, rows: rowOfPlace };
}
