import { z } from 'zod';
import { issuesOf } from '../../src/contracts/wire/shared/issues.ts';

const schema = z.strictObject({ name: z.string(), items: z.array(z.strictObject({ size: z.int() })) });
const pointersOf = (input: unknown, base?: string) => {
  const { error } = schema.safeParse(input);
  return error ? issuesOf(error, base).map(({ pointer, code }) => `${code} ${pointer}`) : [];
};

describe('issuesOf', () => {
  it('returns every issue with its pointer, unknown fields included', () => {
    const input = { items: [{ size: 1 }, { size: 'large', colour: 'red', shape: 'round' }], taste: 'sweet' };
    expect(pointersOf(input)).toEqual([
      'invalid_type /name',
      'invalid_type /items/1/size',
      'unknown_field /items/1/colour',
      'unknown_field /items/1/shape',
      'unknown_field /taste',
    ]);
  });

  it('escapes "~" and "/" as RFC 6901 does', () => {
    expect(pointersOf({ name: '', items: [], 'a/b~c': 1 })).toEqual(['unknown_field /a~1b~0c']);
  });

  it('prefixes pointers with a base, and has an empty pointer for the whole', () => {
    expect(pointersOf({ items: [] }, '/query')).toEqual(['invalid_type /query/name']);
    expect(pointersOf(null)).toEqual(['invalid_type ']);
  });
});
