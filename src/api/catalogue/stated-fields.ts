/** What an edit names. */
type StatedFields<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that an edit names. */
export const statedFields = <T extends object>(edit: T): StatedFields<T> =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) as StatedFields<T>;
