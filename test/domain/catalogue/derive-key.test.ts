import { deriveKey } from '../../../src/domain/catalogue/model/derive-key.ts';

describe('deriveKey', () => {
  it.each([
    ['0-7 joins words with hyphens', 'Filtered Water', 'filtered-water'],
    ['0-7 drops accents and signs', '  Café — Größe+ ', 'cafe-gro-e'],
    ['0-7 has a default for a name without ASCII letters and digits', '水', 'unnamed'],
    ['0-7 cuts at 60 characters and drops a final hyphen', `${'a'.repeat(59)} b`, 'a'.repeat(59)],
  ])('%s', (_sentence, name, key) => {
    expect(deriveKey(name)).toBe(key);
  });
});
