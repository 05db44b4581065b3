import { rulesPage, tagProblems } from '../../tools/docs/rules-page.ts';

const rowOf = (id: string, page: string): string => page.split('\n').find((line) => line.startsWith(`| ${id} |`)) ?? '';
const tag = { rule: '2-21', path: 'src/domain/some.ts', name: 'decide' };
const inApi = { path: 'test/api/a.test.ts', title: '2-21, 2-22 waits for the | renewal', isSkipped: false };
const inDomain = { path: 'test/domain/b.test.ts', title: '2-21 (half): waits', isSkipped: false };

describe('rulesPage', () => {
  it('has a row for each rule with the code that enforces it and the tests that prove it', () => {
    expect(rowOf('2-21', rulesPage([tag], [inApi, inDomain]))).toBe(
      '| 2-21 | any change (units, removal) takes effect at the next billing cycle | proven | ' +
        '[`decide`](../src/domain/some.ts) | ' +
        String.raw`[api/a.test.ts](../test/api/a.test.ts): waits for the \| renewal` +
        '<br>[domain/b.test.ts](../test/domain/b.test.ts): (half) waits |',
    );
  });

  it.each([
    ['half: domain', [{ ...inApi, path: 'test/domain/b.test.ts' }]],
    ['half: half', [{ ...inDomain, path: 'test/api/b.test.ts' }]],
    ['no test', []],
    ['no test', [{ ...inApi, isSkipped: true }]],
  ])('says %s', (status, titles) => {
    expect(rowOf('2-21', rulesPage([tag], titles)).split(' | ')[2]).toBe(status);
  });

  it('says what is missing of a rule that is not built', () => {
    expect(rowOf('4-6', rulesPage([], [])).split(' | ')[2]).toBe('not built: scopes; a grant is of a customer');
  });
});

describe('tagProblems', () => {
  it('reports a tag of an unknown rule, a rule that is both tagged and not built, and a rule that is neither', () => {
    const problems = tagProblems([tag, { ...tag, rule: '9-1' }, { ...tag, rule: '4-6' }]);
    expect(problems.slice(0, 2)).toEqual([
      'src/domain/some.ts: the @rule 9-1 of decide is no rule',
      '0-1 has no @rule tag in src and is not in test/conformance/not-built.ts',
    ]);
    expect(problems).toContain('4-6 has a @rule tag, and test/conformance/not-built.ts says that it is not built');
    expect(problems.some((problem) => problem.startsWith('2-21 '))).toBe(false);
  });
});
