import type { ChangeRow } from '../../src/application/catalogue-file/change-row.ts';
import { listChanges, listWarnings } from '../../src/api/catalogue-file/list-changes.ts';

const row = (key: string, differences: number): ChangeRow => ({
  kind: 'addOn',
  key,
  action: 'version',
  changes: Array.from({ length: differences }, (_, index) => ({
    code: 'price_changed',
    pointer: `/${index}`,
    from: 1,
    to: 2,
    affects: 'newSubscriptions',
  })),
});
const listed = (...differences: readonly number[]) => {
  const { changes, changesLeftOut } = listChanges(differences.map((count, index) => row(`a${index}`, count)));
  return [changes.map(({ changes: each }) => each.length), changesLeftOut];
};

describe('listChanges', () => {
  it('lists every entry and at most 500 differences, with the number of omitted ones', () => {
    expect(listed(2, 0, 3)).toEqual([[2, 0, 3], undefined]);
    expect(listed(500)).toEqual([[500], undefined]);
    expect(listed(499, 3, 4)).toEqual([[499, 1, 0], 6]);
  });
});

describe('listWarnings', () => {
  it('lists at most 500 warnings, with the number of omitted ones', () => {
    const warning = { code: 'price_not_chargeable', detail: 'the price is late', linkedBy: ['basic'] } as const;
    expect(listWarnings([warning])).toEqual({ warnings: [warning] });
    const { warnings, warningsLeftOut } = listWarnings(Array.from({ length: 503 }, () => warning));
    expect([warnings.length, warningsLeftOut]).toEqual([500, 3]);
  });
});
