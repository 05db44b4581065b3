import { literalsOf, unionMembers } from '../../tools/docs/type-shapes.ts';

const file = (text: string) => ({ path: 'some.ts', text });

describe('unionMembers', () => {
  it.each([
    ['objects', "type A = { readonly type: 'B'; readonly c: string } | { type: 'D' };", ['B: c', 'D: ']],
    [
      'objects and an interface',
      "interface B { readonly type: 'B'; c?: number }\nexport type A = B | { type: 'D' };",
      ['B: c', 'D: '],
    ],
    [
      'shared fields',
      "interface At { at: string }\ntype A = At & ({ type: 'B' } | ({ type: 'C'; d: 1 } & E));\ntype E = { e: 2 };",
      ['B: at', 'C: at d e'],
    ],
    ['no member without a type', "type A = { a: 'b' } | string;", []],
  ])('reads %s', (_what, text, expected) => {
    expect(unionMembers(file(text), 'A').map(({ type, fields }) => `${type}: ${fields.join(' ')}`)).toEqual(expected);
  });
});

describe('literalsOf', () => {
  it('reads string literals and those of named unions', () => {
    expect(literalsOf(file("type A = 'a' | B | 'c';\nexport type B = 'd' | 'e';"), 'A')).toEqual(['a', 'd', 'e', 'c']);
  });

  it('is empty for a missing union', () => {
    expect(literalsOf(file(''), 'A')).toEqual([]);
  });
});
