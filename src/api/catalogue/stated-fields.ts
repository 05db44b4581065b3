/** The fields of an edit that are not undefined. */
type StatedFields<T> = { [K in keyof T]?: T[K] & ({} | null) };

/** Removes undefined fields: those that the edit leaves as they are. */
export function statedFields<T extends object>(edit: T): Readonly<StatedFields<T>> {
  const stated: StatedFields<T> = {};
  for (const field in edit) {
    const value = edit[field];
    if (value !== undefined) stated[field] = value;
  }
  return stated;
}
