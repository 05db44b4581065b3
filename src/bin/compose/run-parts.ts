import type { Config } from '../../config/config.ts';
import type { Log } from '../../runtime/log.ts';
import { createSupervisor, stopOnSignals, type Supervisor } from '../../runtime/supervisor.ts';

/** Starts the parts of one process and keeps running until a signal comes or a part fails. */
export async function runParts(
  { config, log }: { readonly config: Config; readonly log: Log },
  startParts: (supervisor: Supervisor) => Promise<void>,
): Promise<void> {
  for (const warning of config.warnings) log.warn(warning);
  const supervisor = createSupervisor({ log });
  stopOnSignals(supervisor);
  startParts(supervisor).catch((error: unknown) => supervisor.fail(error));
  await supervisor.finished;
}
