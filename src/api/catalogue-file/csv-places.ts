import type { Issue } from '../../domain/refusal.ts';
import { columnOf } from './csv-columns.ts';
import { writeCsv } from './export-csv.ts';

/** An issue of a CSV file. The header is row 1; an issue about a whole row has the column offeringKey. */
export interface RowIssue extends Issue {
  readonly row: number;
  readonly column: string;
}

/** Rows by JSON pointer: of each price its row, of each offering its first row. */
export type RowsByPointer = ReadonlyMap<string, number>;

export const rowIssue = (row: number, column: string, { code, detail }: Omit<Issue, 'pointer'>): RowIssue => ({
  row,
  column,
  code,
  pointer: `/rows/${row}/${column}`,
  detail,
});

/** Converts issues of the catalogue file, which was made from the rows, to issues of rows. */
export const issuesOfRows = (issues: readonly Issue[], rows: RowsByPointer): readonly RowIssue[] =>
  issues.map((issue) => {
    const [, offering = '', price, rest = ''] =
      /^(\/\w+\/\d+)((?:\/phases\/\d+)?\/rateCards\/\d+\/prices\/\d+)?(?:\/(.*))?$/.exec(issue.pointer) ?? [];
    const row = price === undefined ? undefined : rows.get(`${offering}${price}`);
    if (row !== undefined) return rowIssue(row, columnOf(rest.split('/')), issue);
    return rowIssue(rows.get(offering) ?? 1, 'offeringKey', issue);
  });

const maxErrorRows = 1_000;

/** The issues as CSV, at most 1,000 of them. */
export const errorFile = (issues: readonly RowIssue[]): string =>
  writeCsv(
    ['row', 'column', 'problem'],
    issues.slice(0, maxErrorRows).map(({ row, column, detail }) => ({ row, column, problem: detail })),
  );
