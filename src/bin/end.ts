import { ConfigError } from '../config/config.ts';
import { OperatorError } from '../runtime/operator-error.ts';
import { StoppedError } from '../runtime/supervisor.ts';

/**
 * Ends the program after a failure: prints a message for an error that the operator can correct, and the stack for a fault in
 * Annex. A start that a signal interrupted is not a failure.
 */
export function exitAfterFailure(error: unknown): void {
  if (error instanceof StoppedError) return;
  process.exitCode = 1;
  process.stderr.write(`${describe(error)}\n`);
}

function describe(error: unknown): string {
  if (error instanceof OperatorError || error instanceof ConfigError) return `annex: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
