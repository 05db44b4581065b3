import { Client, Connection } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import type { ConnectedConfig } from '../config/config.ts';
import type { Log } from '../runtime/log.ts';

const optionsOf = ({ temporal: { address, options } }: ConnectedConfig) => ({ ...options, address });

/** A client that connects when it is first used: the API starts, and says 503, while Temporal is away. */
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
    // Signals belong to the supervisor, which stops everything in order.
    shutdownSignals: [],
    // Without it the native part of the SDK writes lines of its own to standard error.
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

/** What the SDK calls information is about its own pollers: for us it is for debugging. */
const levels = { TRACE: 'trace', DEBUG: 'debug', INFO: 'debug', WARN: 'warn', ERROR: 'error' } as const;
