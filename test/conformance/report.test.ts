import { describeConformance, hasFailed, idsIn, assessConformance, type TestReport } from './report.ts';
import { rules } from './rules.ts';

type Row = readonly [title: string, status: 'passed' | 'failed' | 'pending', ...ancestorTitles: string[]];

const reportIn = (folder: string, ...rows: readonly Row[]): TestReport => ({
  testResults: [
    {
      name: `/clone/test/${folder}/some.test.ts`,
      assertionResults: rows.map(([title, status, ...ancestorTitles]) => ({ title, status, ancestorTitles })),
    },
  ],
});

const reportOf = (...rows: readonly Row[]): TestReport => reportIn('api', ...rows);

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

  it('reads the claim in brackets after an id', () => {
    expect(idsIn('3-20 (config), 0-16 (half), 3-21 prints the notes')).toEqual([
      { id: '3-20', claim: 'config' },
      { id: '0-16', claim: 'half' },
      { id: '3-21', claim: 'whole' },
    ]);
  });
});

describe('assessConformance', () => {
  it.each([
    ['none without a test', [], 'none'],
    ['none with a skipped test', [['0-1 a', 'pending']], 'none'],
    ['half with a passing test of its configuration', [['0-1 (config) a', 'passed']], 'half'],
    ['half with a passing test of a part of it', [['0-1 (half) a', 'passed']], 'half'],
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
    expect(assessConformance(reportOf(...rows)).proofs.get('0-1')?.verdict).toBe(verdict);
  });

  it.each([
    ['api', { verdict: 'proven', layers: ['API'] }],
    ['scenarios', { verdict: 'proven', layers: ['API'] }],
    ['domain/billing', { verdict: 'half', layers: ['domain'] }],
    ['workflows', { verdict: 'half', layers: ['workflows'] }],
    ['bin', { verdict: 'half', layers: ['other'] }],
  ])('of a test in %s', (folder, proof) => {
    expect(assessConformance(reportIn(folder, ['0-1 a', 'passed'])).proofs.get('0-1')).toEqual(proof);
  });

  it('names each layer once, and those of passing tests only', () => {
    const { testResults } = reportOf(['0-1 a', 'passed'], ['0-1 b', 'passed'], ['0-1 (half) c', 'passed']);
    const below = reportIn('domain', ['0-1 d', 'pending']);
    expect(assessConformance({ testResults: [...testResults, ...below.testResults] }).proofs.get('0-1')?.layers).toEqual([
      'API',
      'half',
    ]);
  });

  it('names each unknown id once', () => {
    expect(assessConformance(reportOf(['9-1 a', 'passed'], ['9-1 b', 'passed'], ['0-1 c', 'passed'])).unknownIds).toEqual([
      '9-1',
    ]);
  });
});

describe('hasFailed', () => {
  it.each([
    ['is false while rules have no test', [], false],
    ['is true with a failing rule', [['0-1 a', 'failed']], true],
    ['is true with an unknown id', [['9-1 a', 'passed']], true],
    ['is false where a test without an id fails', [['a', 'failed']], false],
  ] satisfies readonly (readonly [string, readonly Row[], boolean])[])('%s', (_name, rows, failed) => {
    expect(hasFailed(assessConformance(reportOf(...rows)))).toBe(failed);
  });
});

describe('describeConformance', () => {
  it('prints a line for each rule and the counts last', () => {
    const conformance = assessConformance(reportOf(['0-1 a', 'passed'], ['0-2 (config) b', 'passed'], ['0-3 c', 'failed']));
    const lines = describeConformance(conformance).split('\n');
    expect(lines[0]).toMatch(/^0-1 {3}an add-on extends .* {2}proven {3}API$/);
    expect(lines).toHaveLength(Object.keys(rules).length + 1);
    expect(lines.at(-1)).toBe('146 rules: 1 proven, 1 half, 1 failing, 143 none');
  });
});
