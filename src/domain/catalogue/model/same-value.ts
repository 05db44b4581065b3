/** Whether two plain values are deeply equal, ignoring the order of fields. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const other = new Map<string, unknown>(Object.entries(b));
  const fields = Object.entries(a);
  return (
    fields.length === other.size && fields.every(([field, value]) => other.has(field) && sameValue(value, other.get(field)))
  );
}
