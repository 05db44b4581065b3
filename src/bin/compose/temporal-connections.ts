import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { ConnectedConfig } from '../../config/config.ts';
import type { Log } from '../../runtime/log.ts';

const optionsOf = ({ temporal: { address, options } }: ConnectedConfig) => ({ ...options, address });

/** A client that connects on first use, so that the API starts, and answers 503, while Temporal is unavailable. */
export function connectClient(config: ConnectedConfig): Client {
  const connection = Connection.lazy(optionsOf(config));
  return new Client({ connection, namespace: config.temporal.namespace });
}

/** The connection of a worker. */
export const connectWorker = (config: ConnectedConfig): Promise<NativeConnection> =>
  NativeConnection.connect(optionsOf(config));

let installed = false;

/** Sends the logs of the Temporal SDK to ours. The SDK has one runtime for each process. */
export function installRuntime(log: Log): void {
  if (installed) return;
  installed = true;
  Runtime.install({
    // The supervisor handles signals and stops everything in order.
    shutdownSignals: [],
    // Otherwise the native part of the SDK writes to standard error.
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} } },
    logger: {
      log: (level, message, meta) => log[levels[level]]({ ...meta }, message),
      trace: (message, meta) => log.trace({ ...meta }, message),
      debug: (message, meta) => log.debug({ ...meta }, message),
      info: (message, meta) => log.debug({ ...meta }, message),
      warn: (message, meta) => log.warn({ ...meta }, message),
      error: (message, meta) => log.error({ ...meta }, message),
    },
  });
}

/** Information of the SDK is about its pollers, so it is logged at the level of debugging. */
const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
