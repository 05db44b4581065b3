/**
 * Whether the name is a zone of the IANA time-zone database, including `UTC` and aliases (`Asia/Calcutta`), in any letter case.
 * Offsets such as `+01:00` are not zones, since they have no DST.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) instanceof Intl.DateTimeFormat;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
