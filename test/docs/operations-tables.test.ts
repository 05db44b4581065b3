import { operationsTables, withTables } from '../../tools/docs/operations-tables.ts';

describe('the tables of docs/operations.md', () => {
  const tables = operationsTables();

  it('list the activity of each command, the activity of its due work, and its route', () => {
    expect(tables.get('commands')?.split('\n')).toContain(
      '| `cancel` | `cancelSubscription` | `endSubscription` | Cancel a subscription, by default at the end of the period |',
    );
    expect(tables.get('due work')).toContain('| `trialEnd` | `endTrial` |');
  });

  it('list the fields of each Signal with their values', () => {
    expect(tables.get('signals')?.split('\n')).toEqual(
      expect.arrayContaining([
        '| `cancelPendingChange` | `admin`, `customer` | `changeId` |',
        '| `removeAddOn` | `admin`, `customer` | `attachmentId`, `when?` (`now`, `periodEnd`, `at`), `at?`, `reason?` |',
      ]),
    );
  });
});

describe('withTables', () => {
  it('writes a table between its marks and leaves the other text', () => {
    const written = withTables('a\n\n<!-- generated: t -->\nold\n<!-- end of t -->\n\nb\n', new Map([['t', '| new |']]));
    expect(written).toBe('a\n\n<!-- generated: t -->\n\n| new |\n\n<!-- end of t -->\n\nb\n');
    expect(withTables(written, new Map([['t', '| new |']]))).toBe(written);
  });

  it('throws if a mark is missing', () => {
    expect(() => withTables('a', new Map([['t', '']]))).toThrow('The mark <!-- generated: t --> is missing.');
  });
});
