import { plainJsonIssues } from '../../src/contracts/wire/shared/plain-json.ts';

const found = (value: unknown, base?: string) => plainJsonIssues(value, base).map(({ pointer, code }) => `${code} ${pointer}`);

describe('plainJsonIssues', () => {
  it('accepts what JSON and PostgreSQL can store', () => {
    expect(found({ a: ['😀', 1, null, true, { 'é/~': '' }], b: new Uint8Array([0]) })).toEqual([]);
    expect([found(undefined), found('text'), found(7)]).toEqual([[], [], []]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['half of a surrogate pair', { reason: 'a\ud800b' }, ['invalid_format /reason']],
    ['its other half', { reason: '\ude00' }, ['invalid_format /reason']],
    ['U+0000', { reason: 'a\0b' }, ['invalid_format /reason']],
    ['each of them, in order', { a: '\0', b: [{ c: '\ud83d' }] }, ['invalid_format /a', 'invalid_format /b/0/c']],
    ['one in the name of a field, which is shown in full', { 'a\ud800': 1 }, ['invalid_format /a\ufffd']],
    ['one below a field name with a slash', { 'a/b': '\0' }, ['invalid_format /a~1b']],
    ['a field that schemas ignore', JSON.parse('{"a":{"__proto__":1}}'), ['unknown_field /a/__proto__']],
  ])('finds %s', (_what, value, expected) => {
    expect(found(value)).toEqual(expected);
  });

  it('prefixes pointers with a base', () => {
    expect(found({ cursor: '\0' }, '/query')).toEqual(['invalid_format /query/cursor']);
  });

  it('accepts 32 levels of nesting and refuses more, however deep', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect(found(nested(32))).toEqual([]);
    expect(found(nested(33))).toEqual([`too_deep ${'/0'.repeat(32)}`]);
    expect(found(nested(50_000))).toHaveLength(1);
  });

  it('stops after 100 issues', () => {
    expect(found(Array.from({ length: 1_000 }, () => '\0'))).toHaveLength(100);
  });
});
