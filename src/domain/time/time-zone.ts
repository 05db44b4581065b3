/**
 * Whether the name is a zone of the IANA time-zone database, `UTC` included. Aliases (`Asia/Calcutta`) count, as does any
 * letter case, which the database does not tell apart; offsets such as `+01:00` do not, since they know no DST.
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
