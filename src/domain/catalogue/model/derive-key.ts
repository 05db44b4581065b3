const maxLength = 60;

/**
 * Derives a key from a name: `Gym Access+` → `gym-access`. Drops accents and replaces every run of characters that are not ASCII
 * letters or digits by one hyphen. A name without such characters gives `unnamed`. The caller adds a suffix if the key is in use.
 * @rule 0-7, 3-7
 */
export function deriveKey(name: string): string {
  const key = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replace(/^-+|-+$/g, '');
  return key === '' ? 'unnamed' : key;
}
