import { literalsOf, unionMembers } from '../../tools/docs/type-shapes.ts';

const file = (text: string) => ({ path: 'some.ts', text });

describe('unionMembers', () => {
  it.each([
    ['objects', "type A = { readonly type: 'B'; readonly c: string } | { type: 'D' };", ['B: c', 'D: ']],
    [
      'an interface among them',
      "interface B { readonly type: 'B'; c?: number }\nexport type A = B | { type: 'D' };",
      ['B: c', 'D: '],
    ],
    [
      'fields of all',
      "interface At { at: string }\ntype A = At & ({ type: 'B' } | ({ type: 'C'; d: 1 } & E));\ntype E = { e: 2 };",
      ['B: at', 'C: at d e'],
    ],
    ['none without a type', "type A = { a: 'b' } | string;", []],
  ])('reads %s', (_what, text, expected) => {
    expect(unionMembers(file(text), 'A').map(({ type, fields }) => `${type}: ${fields.join(' ')}`)).toEqual(expected);
  });
});

describe('literalsOf', () => {
  it('reads texts, and those of named unions', () => {
    expect(literalsOf(file("type A = 'a' | B | 'c';\nexport type B = 'd' | 'e';"), 'A')).toEqual(['a', 'd', 'e', 'c']);
  });

  it('knows no union that is not there', () => {
    expect(literalsOf(file(''), 'A')).toEqual([]);
  });
});
