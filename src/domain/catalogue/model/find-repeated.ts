/** An item whose value an earlier item has too. */
export interface Repeated<T> {
  readonly item: T;
  readonly index: number;
  readonly value: string;
}

/** Finds the items whose value an earlier item has too. */
export function findRepeated<T>(items: readonly T[], valueOf: (item: T) => string): readonly Repeated<T>[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const value = valueOf(item);
    const isRepeated = seen.has(value);
    seen.add(value);
    return isRepeated ? [{ item, index, value }] : [];
  });
}
