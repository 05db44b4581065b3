import { plainJsonIssues } from '../../contracts/wire/shared/plain-json.ts';
import { CsvError, parse } from 'csv-parse/sync';
import { type Cells, type Column, columns, nameColumns } from './csv-columns.ts';
import { rowIssue, type RowIssue } from './csv-places.ts';
import { quoted, quotedList } from '../../domain/refusals/words.ts';

/** A row with its number in the file; the header is row 1. */
export interface CsvRow {
  readonly row: number;
  readonly cells: Cells;
}

export interface Table {
  readonly rows: readonly CsvRow[];
  readonly issues: readonly RowIssue[];
}

/** Parses a CSV file of prices. Blank rows are skipped. If the header is invalid, no rows are parsed. */
export function readCsv(text: string): Table {
  const top = parseRecords(text, 1);
  if (!top.ok) return { rows: [], issues: [top.issue] };
  const header = (top.records[0] ?? []).map((name) => name.trim());
  const issues = headerIssues(header);
  if (issues.length > 0) return { rows: [], issues };
  const parsed = parseRecords(text, maxRows + 2);
  if (!parsed.ok) return { rows: [], issues: [parsed.issue] };
  const rest = parsed.records.slice(1);
  if (rest.length > maxRows) return { rows: [], issues: [tooManyRows] };
  const known = header.flatMap((name) => columns.find((column) => column === name) ?? []);
  const rows = rest
    .map((record, index) => ({ row: index + 2, record }))
    .filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  return {
    rows: rows.map(({ row, record }) => ({ row, cells: cellsOf(known, record) })),
    issues: rows.flatMap(({ row, record }) => [...widthIssues(row, record.length, known), ...textIssues(row, record, known)]),
  };
}

/** Ten times the prices of the largest measured catalogue. */
const maxRows = 100_000;
const tooManyRows = rowIssue(maxRows + 2, 'offeringKind', {
  code: 'too_many_rows',
  detail: `The file has more than ${maxRows} rows: split it.`,
});

/** In characters. A row of millions of cells would exhaust the memory. */
const maxRowLength = 100_000;

/** Parses CSV (RFC 4180). The parser accepts records of another length than the header: widthIssues reports them with their row. */
function parseRecords(
  text: string,
  to: number,
): { readonly ok: true; readonly records: readonly (readonly string[])[] } | { readonly ok: false; readonly issue: RowIssue } {
  try {
    return { ok: true, records: parse(text, { bom: true, relax_column_count: true, max_record_size: maxRowLength, to }) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(Reflect.get(error, 'lines') ?? 1);
    return { ok: false, issue: rowIssue(row, 'offeringKind', { code: 'malformed_csv', detail: error.message }) };
  }
}

function headerIssues(header: readonly string[]): readonly RowIssue[] {
  if (header.length > columns.length) {
    const detail = `The header has ${header.length} columns: use some of ${quotedList(columns)}.`;
    return [rowIssue(1, 'offeringKind', { code: 'too_many_columns', detail })];
  }
  const unknown = header.filter((name) => !columns.some((column) => column === name));
  const repeated = header.filter((name, index) => header.indexOf(name) !== index);
  const missing = nameColumns.filter((column) => !header.includes(column));
  return [
    ...unknown.map((name) =>
      rowIssue(1, name, {
        code: 'unknown_column',
        detail: `The column ${quoted(name)} is unknown: use ${quotedList(columns)}.`,
      }),
    ),
    ...repeated.map((name) =>
      rowIssue(1, name, { code: 'duplicate_column', detail: `The column ${quoted(name)} occurs twice: remove one of them.` }),
    ),
    ...missing.map((name) => rowIssue(1, name, { code: 'column_required', detail: `The column ${quoted(name)} is missing.` })),
  ];
}

const widthIssues = (row: number, width: number, header: readonly Column[]): readonly RowIssue[] =>
  width === header.length
    ? []
    : [
        rowIssue(row, 'offeringKind', {
          code: 'row_length',
          detail: `The row has ${width} cells, but the header has ${header.length}.`,
        }),
      ];

/** The issues of cells that PostgreSQL cannot store. */
const textIssues = (row: number, record: readonly string[], header: readonly Column[]): readonly RowIssue[] =>
  record.flatMap((cell, index) => plainJsonIssues(cell).map((issue) => rowIssue(row, header[index] ?? 'offeringKind', issue)));

const cellsOf = (header: readonly Column[], record: readonly string[]): Cells =>
  Object.fromEntries(header.map((column, index) => [column, unescaped((record[index] ?? '').trim())]));

/** Removes the apostrophe that writeCsv puts in front of formulas. */
const unescaped = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
