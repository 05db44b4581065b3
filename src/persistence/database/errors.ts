/** The database rejected a row: a constraint, an append-only rule, or a row of another tenant. */
export class PersistenceConflict extends Error {
  override readonly name = 'PersistenceConflict';
  /** The name of the constraint in the migrations; null if the rule has none. */
  readonly constraint: string | null;

  constructor(message: string, constraint: string | null, cause: Error) {
    super(message, { cause });
    this.constraint = constraint;
  }
}

/** PostgreSQL is unavailable, stopping, overloaded or busy with another transaction. A retry may succeed. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';

  constructor(cause: Error) {
    super(`the database did not answer: ${cause.message}`, { cause });
  }
}

// PostgreSQL's SQLSTATE classes and codes (appendix A of its manual), and the codes of Node's sockets.
const unavailableCodes =
  /^(08...|53...|57...|58...|40...|55P03|25P03|25006|E(CONN(REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH|NETDOWN|MFILE|NFILE))$/;
const conflictCodes = /^(23...|AX...|42501)$/;
// The driver gives these errors no code.
const unavailableMessages =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable|Query read timeout|Cannot use a pool after calling end/;

/**
 * Translates an error of the driver once: to PersistenceConflict or to DatabaseUnavailable. Returns any other error unchanged,
 * such as one that the work of a transaction threw.
 */
export function translateError(error: unknown): unknown {
  if (!isErrorLike(error) || error instanceof DatabaseUnavailable) return error;
  const code = sqlState(error);
  if (code !== null && conflictCodes.test(code)) {
    return new PersistenceConflict(error.message, textOf(error, 'constraint'), error);
  }
  const unavailable = code === null ? unavailableMessages.test(error.message) : unavailableCodes.test(code);
  return unavailable ? new DatabaseUnavailable(error) : error;
}

/**
 * Any error that prevents a transaction from beginning counts as an outage, such as a changed password or a restore: the work has
 * not begun, so a retry is safe.
 */
export const translateBeginError = (error: unknown): unknown =>
  isErrorLike(error) && !(error instanceof DatabaseUnavailable) ? new DatabaseUnavailable(error) : error;

/** The SQLSTATE of an error of PostgreSQL, or the code of one of Node's sockets; null for other errors. */
export const sqlState = (error: unknown): string | null => (isErrorLike(error) ? textOf(error, 'code') : null);

/** Errors of Node's sockets may not be instances of this realm's Error: a test runner has its own realm. */
const isErrorLike = (error: unknown): error is Error =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';

function textOf(error: Error, property: 'code' | 'constraint'): string | null {
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'string' ? value : null;
}
