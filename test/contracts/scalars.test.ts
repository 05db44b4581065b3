import { instantIn, newKey, quantityIn } from '../../src/contracts/wire/shared/scalars.ts';

describe('instantIn', () => {
  it.each([
    ['2026-01-31T10:00:00Z', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T11:00:00.5+01:00', '2026-01-31T10:00:00.500Z'],
    ['2026-01-31T10:00-00:30', '2026-01-31T10:30:00.000Z'],
  ])('reads %s', (text, instant) => {
    expect(instantIn.parse(text)).toBe(instant);
  });

  it.each(['2026-01-31', '2026-01-31T10:00:00', '2026-13-01T00:00:00Z', 'tomorrow', ''])('refuses %j', (text) => {
    expect(instantIn.safeParse(text).success).toBe(false);
  });
});

describe('quantityIn', () => {
  it.each<[unknown, string]>([
    [2, '2'],
    ['2.50', '2.5'],
    ['0', '0'],
    ['0.000000000001', '0.000000000001'],
    [999_999_999_999_999, '999999999999999'],
    ['999999999999999.999999999999', '999999999999999.999999999999'],
  ])('reads %j as %s', (input, quantity) => {
    expect(quantityIn.parse(input)).toBe(quantity);
  });

  it.each<unknown>([
    2.5,
    -1,
    '-1',
    '1e3',
    '01',
    '',
    ' 1',
    null,
    true,
    9007199254740992,
    1e15,
    '1000000000000000',
    '1.0000000000001',
  ])('refuses %j', (input) => {
    expect(quantityIn.safeParse(input).success).toBe(false);
  });
});

describe('newKey', () => {
  it.each(['a', '0-a_b.c', ''])('accepts %j', (key) => {
    expect(newKey.safeParse(key).success).toBe(true);
  });

  it.each(['A', '-a', 'a b', 'ä', 'a/b', 'a'.repeat(101)])('refuses %j', (key) => {
    expect(newKey.safeParse(key).success).toBe(false);
  });
});
