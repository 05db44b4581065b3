import { CsvError, parse } from 'csv-parse/sync';
import { type Cells, type Column, columns, nameColumns } from './csv-columns.ts';
import { rowIssue, type RowIssue } from './csv-places.ts';

/** A row of prices with its number in the file; the header is row 1. */
export interface CsvRow {
  readonly row: number;
  readonly cells: Cells;
}

interface Table {
  readonly rows: readonly CsvRow[];
  readonly issues: readonly RowIssue[];
}

/** The rows of a file of prices. Blank rows are passed over. Nothing is read below a header that is wrong. */
export function readCsv(text: string): Table {
  const parsed = parseRecords(text);
  if (!parsed.ok) return { rows: [], issues: [parsed.issue] };
  const [first = [], ...rest] = parsed.records;
  const header = first.map((name) => name.trim());
  const issues = headerIssues(header);
  if (issues.length > 0) return { rows: [], issues };
  const known = header.flatMap((name) => columns.find((column) => column === name) ?? []);
  const rows = rest
    .map((record, index) => ({ row: index + 2, record }))
    .filter(({ record }) => record.some((cell) => cell.trim() !== ''));
  return {
    rows: rows.map(({ row, record }) => ({ row, cells: cellsOf(known, record) })),
    issues: rows.flatMap(({ row, record }) => widthIssues(row, record.length, known)),
  };
}

/** CSV by RFC 4180. Records of another length than the header are reported with their row, not refused by the parser. */
function parseRecords(
  text: string,
): { readonly ok: true; readonly records: readonly (readonly string[])[] } | { readonly ok: false; readonly issue: RowIssue } {
  try {
    return { ok: true, records: parse(text, { bom: true, relax_column_count: true }) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number(Reflect.get(error, 'lines') ?? 1);
    return { ok: false, issue: rowIssue(row, 'offeringKind', { code: 'malformed_csv', detail: error.message }) };
  }
}

function headerIssues(header: readonly string[]): readonly RowIssue[] {
  const unknown = header.filter((name) => !columns.some((column) => column === name));
  const repeated = header.filter((name, index) => header.indexOf(name) !== index);
  const missing = nameColumns.filter((column) => !header.includes(column));
  return [
    ...unknown.map((name) =>
      rowIssue(1, name, { code: 'unknown_column', detail: `there is no column ${name}: use ${columns.join(', ')}` }),
    ),
    ...repeated.map((name) => rowIssue(1, name, { code: 'duplicate_column', detail: `the column ${name} is there twice` })),
    ...missing.map((name) => rowIssue(1, name, { code: 'column_required', detail: `the column ${name} is missing` })),
  ];
}

const widthIssues = (row: number, width: number, header: readonly Column[]): readonly RowIssue[] =>
  width === header.length
    ? []
    : [
        rowIssue(row, 'offeringKind', {
          code: 'row_length',
          detail: `the row has ${width} cells, the header ${header.length}`,
        }),
      ];

const cellsOf = (header: readonly Column[], record: readonly string[]): Cells =>
  Object.fromEntries(header.map((column, index) => [column, unescaped((record[index] ?? '').trim())]));

/** Takes off the apostrophe that keeps a spreadsheet from reading a formula. */
const unescaped = (cell: string): string => (/^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell);
