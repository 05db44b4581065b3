// Messages of the set-up go to standard error; standard output belongs to the program.

/** Prints a line of progress. @param {string} line */
export function say(line) {
  process.stderr.write(`annex: ${line}\n`);
}

/** An error that the operator can correct; printed without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}

/** Prints a failure and ends with exit code 1. @param {unknown} error */
export function endWith(error) {
  process.stderr.write(`${error instanceof SetupError ? `annex: ${error.message}` : (error?.stack ?? error)}\n`);
  process.exit(1);
}

const reasons = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is not a folder',
  ENOENT: 'a part of the path cannot be created',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
};

/** The reason of the operating system as text. @param {unknown} error */
export function reasonOf(error) {
  return reasons[error?.code] ?? (error instanceof Error ? error.message : String(error));
}
