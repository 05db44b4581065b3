import { deriveKey } from '../../../src/domain/catalogue/model/derive-key.ts';

describe('deriveKey', () => {
  it.each([
    ['0-7 joins words with hyphens', 'Filtered Water', 'filtered-water'],
    ['0-7 drops accents and signs', '  Café — Größe+ ', 'cafe-gro-e'],
    ['0-7 names what has no ASCII letter or digit', '水', 'unnamed'],
    ['0-7 ends neither at the limit of 60 nor with a hyphen', `${'a'.repeat(59)} b`, 'a'.repeat(59)],
  ])('%s', (_sentence, name, key) => {
    expect(deriveKey(name)).toBe(key);
  });
});
