const maxLength = 60;

/**
 * The key that a name gives when none was stated: `Gym Access+` → `gym-access`. Accents are dropped, and whatever is not a letter
 * or digit of ASCII becomes one hyphen. A name without any gives `unnamed`. The key may be taken: the caller adds a suffix then.
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
