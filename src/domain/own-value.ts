/**
 * The value of a record under a name that somebody outside chose, never a member that every object has: `constructor` and
 * `toString` are names like any other.
 */
export const ownValue = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
