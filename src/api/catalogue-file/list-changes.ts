import type { ImportAnswer } from '../../contracts/wire/catalogue/catalogue-file.ts';
import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import type { ChangeRow } from '../../application/catalogue-file/change-row.ts';

/** The maximum number of listed differences: each has both values, and those of a large import would be megabytes. */
const maxListed = 500;

/** The changes of an import: all entries, the first 500 differences, and the number of the others. */
export function listChanges(rows: readonly ChangeRow[]): Pick<ImportAnswer, 'changes' | 'changesLeftOut'> {
  let left = maxListed;
  const changes = rows.map(({ changes: differences, ...row }) => {
    const listed = differences.slice(0, left);
    left -= listed.length;
    return { ...row, changes: listed };
  });
  const leftOut = rows.reduce((sum, { changes: { length } }) => sum + length, 0) - (maxListed - left);
  return { changes, ...(leftOut === 0 ? {} : { changesLeftOut: leftOut }) };
}

/** The first 500 warnings of an import, and the number of the others. */
export function listWarnings(warnings: readonly SaleWarning[]): Pick<ImportAnswer, 'warnings' | 'warningsLeftOut'> {
  const listed = warnings.slice(0, maxListed).map((warning) => ({ ...warning, linkedBy: [...warning.linkedBy] }));
  const leftOut = warnings.length - listed.length;
  return { warnings: listed, ...(leftOut === 0 ? {} : { warningsLeftOut: leftOut }) };
}
