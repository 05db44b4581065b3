import type { ImportAnswer } from '../../contracts/wire/catalogue/catalogue-file.ts';
import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import type { ChangeRow } from '../../application/catalogue-file/change-row.ts';

/** How many differences an answer lists: each has what was and what is, and all of a large import are megabytes that nobody reads. */
const mostListed = 500;

/** What an import does, entry by entry: all entries, the first 500 differences, and how many more there are. */
export function listChanges(rows: readonly ChangeRow[]): Pick<ImportAnswer, 'changes' | 'changesLeftOut'> {
  let left = mostListed;
  const changes = rows.map(({ changes: differences, ...row }) => {
    const listed = differences.slice(0, left);
    left -= listed.length;
    return { ...row, changes: listed };
  });
  const leftOut = rows.reduce((sum, { changes: { length } }) => sum + length, 0) - (mostListed - left);
  return { changes, ...(leftOut === 0 ? {} : { changesLeftOut: leftOut }) };
}

/** The first 500 warnings of an import, and how many more there are. */
export function listWarnings(warnings: readonly SaleWarning[]): Pick<ImportAnswer, 'warnings' | 'warningsLeftOut'> {
  const listed = warnings.slice(0, mostListed).map((warning) => ({ ...warning, linkedBy: [...warning.linkedBy] }));
  const leftOut = warnings.length - listed.length;
  return { warnings: listed, ...(leftOut === 0 ? {} : { warningsLeftOut: leftOut }) };
}
