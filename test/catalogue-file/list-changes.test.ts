import type { ChangeRow } from '../../src/api/catalogue-file/change-row.ts';
import { listChanges } from '../../src/api/catalogue-file/list-changes.ts';

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
  it('lists every entry and at most 500 differences, and says how many are left out', () => {
    expect(listed(2, 0, 3)).toEqual([[2, 0, 3], undefined]);
    expect(listed(500)).toEqual([[500], undefined]);
    expect(listed(499, 3, 4)).toEqual([[499, 1, 0], 6]);
  });
});
