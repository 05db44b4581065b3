import { allRuleTags } from '../../tools/docs/pages.ts';
import { tagProblems } from '../../tools/docs/rules-page.ts';

describe('every rule', () => {
  it('has a @rule tag where it is enforced, or else a place in the list of what is not built', () => {
    const { tags, problems } = allRuleTags();
    expect([...problems, ...tagProblems(tags)]).toEqual([]);
  });
});
