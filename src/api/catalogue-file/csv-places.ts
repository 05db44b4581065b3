import type { Issue } from '../../domain/refusal.ts';
import { columnOf } from './csv-columns.ts';
import { writeCsv } from './export-csv.ts';

/** An issue of a file with comma-separated values: the header is row 1, and an issue of a whole row is at its offeringKey. */
export interface RowIssue extends Issue {
  readonly row: number;
  readonly column: string;
}

/** Rows by the pointers of what they became: of prices, and of the offerings that they are the first row of. */
export type RowsByPointer = ReadonlyMap<string, number>;

export const rowIssue = (row: number, column: string, { code, detail }: Omit<Issue, 'pointer'>): RowIssue => ({
  row,
  column,
  code,
  pointer: `/rows/${row}/${column}`,
  detail,
});

/** Issues of the file that was made of the rows, as issues of the rows. */
export const issuesOfRows = (issues: readonly Issue[], rows: RowsByPointer): readonly RowIssue[] =>
  issues.map((issue) => {
    const [, offering = '', price, rest = ''] =
      /^(\/\w+\/\d+)((?:\/phases\/\d+)?\/rateCards\/\d+\/prices\/\d+)?(?:\/(.*))?$/.exec(issue.pointer) ?? [];
    const row = price === undefined ? undefined : rows.get(`${offering}${price}`);
    if (row !== undefined) return rowIssue(row, columnOf(rest.split('/')), issue);
    return rowIssue(rows.get(offering) ?? 1, 'offeringKey', issue);
  });

const mostRowsOfErrors = 1_000;

/** The issues as a file to be opened beside the one that was sent, at most a thousand of them. */
export const errorFile = (issues: readonly RowIssue[]): string =>
  writeCsv(
    ['row', 'column', 'problem'],
    issues.slice(0, mostRowsOfErrors).map(({ row, column, detail }) => ({ row, column, problem: detail })),
  );
