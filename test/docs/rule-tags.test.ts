import { ruleTags } from '../../tools/docs/rule-tags.ts';

const path = 'src/domain/some.ts';
const tagsIn = (text: string) => ruleTags({ path, text });

describe('ruleTags', () => {
  it.each([
    [
      'a function',
      '/** Adds.\n * @rule 0-30, 2-6\n */\nexport function add() {}',
      [
        ['add', '0-30'],
        ['add', '2-6'],
      ],
    ],
    ['a constant function', '/** Adds. @rule 0-30 */\nexport const add = () => 1;', [['add', '0-30']]],
    [
      'an interface and its field',
      '/** @rule 1-1 */\ninterface A {\n  /** @rule 1-2 */\n  readonly b: string;\n}',
      [
        ['A', '1-1'],
        ['A.b', '1-2'],
      ],
    ],
    ['a field of a schema', 'const a = z.object({\n  /** @rule 1-2 */\n  b: z.string(),\n});', [['a.b', '1-2']]],
    ['a row of a table', "const a = {\n  /** @rule 1-2 */\n  'b.c': 1,\n};", [['a.b.c', '1-2']]],
    ['a type', '/** @rule 1-2 */\nexport type A = string;', [['A', '1-2']]],
    [
      'two tags',
      '/**\n * @rule 1-2\n * @rule 1-3\n */\ntype A = string;',
      [
        ['A', '1-2'],
        ['A', '1-3'],
      ],
    ],
    ['none', '/** Adds. */\nexport function add() {}', []],
  ])('reads %s', (_of, text, expected) => {
    const { tags, problems } = tagsIn(text);
    expect([tags.map(({ name, rule }) => [name, rule]), problems]).toEqual([expected, []]);
  });

  it.each([
    ['a comment that is not a docstring', '// @rule 1-2\nexport function add() {}'],
    ['a docstring without a declaration', '/** @rule 1-2 */\n\n/** Adds. */\nexport function add() {}'],
    ['a docstring of a statement', '/** @rule 1-2 */\nadd();'],
  ])('reports a tag in %s', (_in, text) => {
    expect(tagsIn(text)).toEqual({ tags: [], problems: [`${path}: 1 @rule that is not in the docstring of a declaration`] });
  });

  it('reports a tag that is not a list of ids', () => {
    expect(tagsIn('/** @rule 1-2 and more */\ntype A = string;').problems).toEqual([
      `${path}: the @rule of A is not a list of ids, 2-2, 2-3`,
    ]);
  });
});
