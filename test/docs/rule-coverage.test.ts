import { allRuleTags } from '../../tools/docs/pages.ts';
import { tagProblems } from '../../tools/docs/rules-page.ts';

describe('every rule', () => {
  it('has a @rule tag, or is in test/conformance/not-built.ts', () => {
    const { tags, problems } = allRuleTags();
    expect([...problems, ...tagProblems(tags)]).toEqual([]);
  });
});
