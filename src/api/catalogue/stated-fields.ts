/** What an edit names. */
type StatedFields<T> = { [K in keyof T]?: T[K] & ({} | null) };

/** The fields that an edit names. */
export function statedFields<T extends object>(edit: T): Readonly<StatedFields<T>> {
  const stated: StatedFields<T> = {};
  for (const field in edit) {
    const value = edit[field];
    if (value !== undefined) stated[field] = value;
  }
  return stated;
}
