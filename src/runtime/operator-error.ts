/**
 * An error that the operator can correct. The message says what is wrong and what to do, in one or two
 * sentences. The command line prints it without a stack and exits with 1.
 */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** The operation that the operating system refused, as part of a sentence. */
export interface SystemErrorContext {
  /** For example "listen on 127.0.0.1:3000" or "write to /home/ada/annex/.annex". */
  readonly action: string;
  /** For example "Set ANNEX_PORT to a free port." */
  readonly remedy: string;
}

/**
 * Turns an error of the operating system into a message with what to do. Returns unknown errors unchanged.
 */
export function explainSystemError(error: unknown, { action, remedy }: SystemErrorContext): unknown {
  const reason = reasons[systemErrorCode(error) ?? ''];
  return reason === undefined ? error : new OperatorError(`Cannot ${action}: ${reason}. ${remedy}`, { cause: error });
}

/** The `code` of a Node.js system error (`EADDRINUSE` …), or undefined for any other value. */
export function systemErrorCode(error: unknown): string | undefined {
  // Not instanceof: the error may come from another realm, such as a test runner's.
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program already uses this port',
  EADDRNOTAVAIL: 'this machine does not have that address',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};
