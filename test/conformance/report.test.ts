import { describeConformance, hasFailed, idsIn, judge, type TestReport } from './report.ts';
import { rules } from './rules.ts';

type Row = readonly [title: string, status: 'passed' | 'failed' | 'pending', ...ancestorTitles: string[]];

const reportOf = (...rows: readonly Row[]): TestReport => ({
  testResults: [{ assertionResults: rows.map(([title, status, ...ancestorTitles]) => ({ title, status, ancestorTitles })) }],
});

describe('idsIn', () => {
  it.each([
    ['3-46 stops renewing after N billing cycles', ['3-46']],
    ['0-30, 2-6 comes along with the plan', ['0-30', '2-6']],
    ['0-30 2-6 comes along with the plan', ['0-30', '2-6']],
    ['1-7: at most one', ['1-7']],
    ['credits 14/31 when canceled on the 18th', []],
    ['2026-01-31 is an anchor', []],
    ['1-2-3 is no id', []],
    ['follows 3-46, which is not at the beginning', []],
  ])('reads %j', (name, ids) => {
    expect(idsIn(name).map(({ id }) => id)).toEqual(ids);
  });

  it('counts an id as half only where (config) follows it', () => {
    expect(idsIn('3-20 (config), 3-21 prints the notes')).toEqual([
      { id: '3-20', half: true },
      { id: '3-21', half: false },
    ]);
  });
});

describe('judge', () => {
  it.each([
    ['none without a test', [], 'none'],
    ['none with a skipped test', [['0-1 a', 'pending']], 'none'],
    ['half with a passing test of its configuration', [['0-1 (config) a', 'passed']], 'half'],
    [
      'proven with a passing test',
      [
        ['0-1 a', 'passed'],
        ['0-1 (config) b', 'passed'],
      ],
      'proven',
    ],
    ['proven by the id of a describe', [['a', 'passed', '0-1 attaching']], 'proven'],
    [
      'failing with one failing test among passing ones',
      [
        ['0-1 a', 'passed'],
        ['0-1 b', 'failed'],
      ],
      'failing',
    ],
  ] satisfies readonly (readonly [string, readonly Row[], string])[])('%s', (_name, rows, verdict) => {
    expect(judge(reportOf(...rows)).verdicts.get('0-1')).toBe(verdict);
  });

  it('names each unknown id once', () => {
    expect(judge(reportOf(['9-1 a', 'passed'], ['9-1 b', 'passed'], ['0-1 c', 'passed'])).unknownIds).toEqual(['9-1']);
  });
});

describe('hasFailed', () => {
  it.each([
    ['is false while rules have no test', [], false],
    ['is true with a failing rule', [['0-1 a', 'failed']], true],
    ['is true with an unknown id', [['9-1 a', 'passed']], true],
    ['is false where a test without an id fails', [['a', 'failed']], false],
  ] satisfies readonly (readonly [string, readonly Row[], boolean])[])('%s', (_name, rows, failed) => {
    expect(hasFailed(judge(reportOf(...rows)))).toBe(failed);
  });
});

describe('describeConformance', () => {
  it('prints a line for each rule and the counts last', () => {
    const conformance = judge(reportOf(['0-1 a', 'passed'], ['0-2 (config) b', 'passed'], ['0-3 c', 'failed']));
    const lines = describeConformance(conformance).split('\n');
    expect(lines[0]).toMatch(/^0-1 {3}an add-on extends .* {2}proven$/);
    expect(lines).toHaveLength(Object.keys(rules).length + 1);
    expect(lines.at(-1)).toBe('146 rules: 1 proven, 1 half, 1 failing, 143 none');
  });
});
