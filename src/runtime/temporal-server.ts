import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetChild, reclaimChild, recordChild } from './child-record.ts';
import type { Log } from './log.ts';
import { startChild, type ChildExit, type ManagedChild } from './managed-child.ts';
import { OperatorError, systemErrorCode } from './operator-error.ts';
import { findFreePorts } from './ports.ts';
import {
  localDynamicConfig,
  localEnvironment,
  localPragmas,
  searchAttributes,
  type DynamicConfig,
} from './temporal-settings.ts';

export interface TemporalPorts {
  readonly grpc: number;
  readonly ui: number;
  readonly http: number;
  /** Only for who reads the metrics. Without it the server takes any free port for them. */
  readonly metrics?: number;
}

export interface TemporalOptions {
  /** Path of the `temporal` program. */
  readonly binary: string;
  /** Folder of this server only, created if missing; `memory` stores nothing. */
  readonly dataDir: string;
  readonly log: Log;
  /** Ports on 127.0.0.1; default free ones. */
  readonly ports?: TemporalPorts;
  readonly extraDynamicConfig?: DynamicConfig;
}

export interface TemporalServer {
  /** Host and port of the gRPC service. */
  readonly address: string;
  readonly uiUrl: string;
  readonly namespace: string;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<ChildExit>;
  stop(): Promise<void>;
}

const childName = 'temporal';
const namespace = 'default';
const startTimeoutMs = 30_000;
const probeIntervalMs = 25;
const stopGraceMs = 8_000;

/**
 * Starts the embedded Temporal server on 127.0.0.1 and waits until it answers and has our search attributes. Stops an orphan of a
 * killed Annex on the same folder first.
 * @throws OperatorError if the folder is in use, or the server ends or does not answer for 30 s.
 */
export async function startTemporal(options: TemporalOptions): Promise<TemporalServer> {
  const { binary, dataDir, log, ports = await freePorts(), extraDynamicConfig = {} } = options;
  if (dataDir !== 'memory') await prepareFolder(dataDir, log);
  const host = `${randomUUID()}.invalid`;
  const args = serverArguments({
    dataDir,
    ports,
    dynamicConfig: { ...localDynamicConfig, ...onlyForHost(host), ...extraDynamicConfig },
  });
  const child = await startChild({
    command: binary,
    args,
    options: { env: { ...localEnvironment, ...process.env } },
    orphanSignal: 'SIGTERM',
    onLine: (line) => log.debug({ part: childName }, line),
  });
  if (dataDir !== 'memory') recordChild({ dataDir, name: childName, pid: child.pid });
  await waitUntilReady(child, { ports, host });
  return {
    address: `127.0.0.1:${ports.grpc}`,
    uiUrl: `http://127.0.0.1:${ports.ui}`,
    namespace,
    pid: child.pid,
    exited: child.exited,
    stop: async () => {
      await child.stop({ signal: 'SIGTERM', graceMs: stopGraceMs });
      if (dataDir !== 'memory') forgetChild({ dataDir, name: childName });
    },
  };
}

async function prepareFolder(dataDir: string, log: Log): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const orphan = await reclaimChild({ dataDir, name: childName });
  if (orphan !== undefined) log.warn({ pid: orphan }, 'stopped a Temporal server that an earlier run left behind');
}

interface ServerArguments {
  readonly dataDir: string;
  readonly ports: TemporalPorts;
  readonly dynamicConfig: DynamicConfig;
}

function serverArguments({ dataDir, ports, dynamicConfig }: ServerArguments): string[] {
  const storage = dataDir === 'memory' ? [] : ['--db-filename', join(dataDir, 'temporal.db')];
  const pragmas = dataDir === 'memory' ? [] : localPragmas.flatMap((pragma) => ['--sqlite-pragma', pragma]);
  const addresses = [
    '--ip',
    '127.0.0.1',
    '--port',
    ports.grpc,
    '--ui-port',
    ports.ui,
    '--http-port',
    ports.http,
    ...(ports.metrics === undefined ? [] : ['--metrics-port', ports.metrics]),
  ];
  return [
    'server',
    'start-dev',
    '--log-level',
    'warn',
    '--ui-disable-news-fetch',
    ...addresses.map(String),
    ...storage,
    ...pragmas,
    ...searchAttributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...Object.entries(dynamicConfig).flatMap(([key, value]) => ['--dynamic-config-value', `${key}=${JSON.stringify(value)}`]),
  ];
}

/**
 * The server's HTTP API cannot be switched off. It needs no key and accepts any Content-Type, so a page in a browser could write
 * to it. With this setting it answers only to one random host name, which no page knows.
 */
const onlyForHost = (host: string): DynamicConfig => ({ 'frontend.httpAllowedHosts': [host] });

async function waitUntilReady(
  child: ManagedChild,
  { ports, host }: { readonly ports: TemporalPorts; readonly host: string },
): Promise<void> {
  const deadline = performance.now() + startTimeoutMs;
  let exit: ChildExit | undefined;
  void child.exited.then((ended) => (exit = ended));
  while (!(await knowsSearchAttributes(ports.http, host))) {
    if (exit !== undefined) throw startFailure(exit.lastLines.join('\n'), ports);
    if (performance.now() > deadline) {
      await child.stop({ signal: 'SIGTERM', graceMs: stopGraceMs });
      throw new OperatorError(
        'The Temporal server did not answer within 30 s. Start again with ANNEX_LOG_LEVEL=debug to see what it says.',
      );
    }
    await sleep(probeIntervalMs);
  }
}

/** The server registers them last, after the namespace, so their presence means that it is ready. */
async function knowsSearchAttributes(port: number, host: string): Promise<boolean> {
  const path = `/api/v1/namespaces/${namespace}/search-attributes`;
  const text = await new Promise<string>((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, headers: { host } }, (response) => {
      readText(response).then(resolve, reject);
    });
    request.on('error', reject);
  }).catch((error: unknown) => {
    // During the start the server refuses or closes connections.
    if (['ECONNREFUSED', 'ECONNRESET'].includes(systemErrorCode(error) ?? '')) return '';
    throw error;
  });
  return searchAttributes.every((name) => text.includes(`"${name}"`));
}

function startFailure(reason: string, ports: TemporalPorts): OperatorError {
  if (/address already in use/i.test(reason)) {
    return new OperatorError(
      `Cannot start the Temporal server: another program already uses one of the ports ${Object.values(ports).join(', ')}. Start again, or delete ports.json in the data folder to choose new ones.`,
    );
  }
  if (/no space left|disk is full/i.test(reason)) {
    return new OperatorError(
      'Cannot start the Temporal server: the disk is full. Free some space and start again; no data is lost.',
    );
  }
  return new OperatorError(`The Temporal server stopped while starting:\n${reason}`);
}

async function freePorts(): Promise<TemporalPorts> {
  const [grpc = 0, ui = 0, http = 0] = await findFreePorts(3);
  return { grpc, ui, http };
}
