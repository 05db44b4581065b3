import { testTitles } from '../../tools/docs/test-titles.ts';

const titlesIn = (text: string): readonly string[] => testTitles({ path: 'test/some.test.ts', text }).map(({ title }) => title);

describe('testTitles', () => {
  it.each([
    ['groups and tests in their order', "describe('a', () => { it('b', () => {}); });\ntest('c', f);", ['a', 'b', 'c']],
    ['a template', 'it(`of ${name} there`, f);', ['of … there']],
    ['each row of a table', "it.each([['a', 1], ['b', 2]])('%s is %s', f);", ['a is …', 'b is …']],
    ['rows of strings', "it.each(['a', 'b'] as const)('%s there', f);", ['a there', 'b there']],
    ['rows with named fields', "it.each([{ name: 'a', n: 1 }] satisfies X)('$name: $n', f);", ['a: $n']],
    [
      'a table in a constant',
      "const rows: X = [['a'], ...more];\nconst more = [['b']];\ndescribe.each(rows)('%s', f);",
      ['a', 'b'],
    ],
    ['a computed table once, with its placeholders', "it.each(Object.entries(x))('1-2 says %s', f);", ['1-2 says %s']],
    ['nothing for other calls', "edit('a'); app.test('b'); it.each([['a']]);", []],
  ])('gives %s', (_what, text, expected) => {
    expect(titlesIn(text)).toEqual(expected);
  });

  it('marks skipped tests', () => {
    const text = "it.skip('a', f); it('b', f); it.todo('c');";
    expect(testTitles({ path: 'p', text }).map(({ isSkipped }) => isSkipped)).toEqual([true, false, true]);
  });
});
