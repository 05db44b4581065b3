import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../config/config.ts';
import { findInstance, type Instance } from '../../runtime/instance-lock.ts';
import { OperatorError } from '../../runtime/operator-error.ts';
import { findPostgresBinaries } from '../../runtime/postgres-binaries.ts';
import { redactUrls } from '../../runtime/log.ts';
import { assertPortFree } from './port-check.ts';

/** One row of the doctor's table. */
export interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do when it is not ok. */
  readonly todo?: string;
}

const connectTimeoutMs = 3_000;

/** Checks everything that Annex needs. Changes nothing: no download, no build, no start. */
export async function checkMachine(config: Config): Promise<readonly Finding[]> {
  const instance = findInstance(config.dataDir);
  return [
    describeInstance(instance),
    checkNode(),
    checkDataDir(config.dataDir),
    await checkPort(config, instance),
    await checkPostgres(config.databaseUrl),
    await checkTemporal(config),
    checkGo(),
  ];
}

function describeInstance(instance: Instance | undefined): Finding {
  const state = instance?.url === undefined ? 'is starting' : `runs at ${instance.url}`;
  return { what: 'Annex', ok: true, found: instance === undefined ? 'does not run' : `${state}, process ${instance.pid}` };
}

function checkNode(): Finding {
  const { version: pinned } = packageOf('../../../node_modules/node/package.json');
  const ok = process.versions.node === pinned;
  return {
    what: 'Node.js',
    ok,
    found: process.versions.node,
    todo: `This is not the pinned Node ${pinned}. Start Annex with npm start, which uses the right one.`,
  };
}

function packageOf(path: string): { readonly version: string } {
  return createRequire(import.meta.url)(path);
}

function checkDataDir(dataDir: string): Finding {
  const todo = `Make ${dataDir} writable, or set ANNEX_DATA_DIR to another folder.`;
  try {
    accessSync(existsSync(dataDir) ? dataDir : dirname(dataDir), constants.W_OK);
    return { what: 'Data folder', ok: true, found: existsSync(dataDir) ? dataDir : `${dataDir} (will be created)` };
  } catch (error) {
    return { what: 'Data folder', ok: false, found: messageOf(error), todo };
  }
}

async function checkPort({ host, port }: Config, instance: Instance | undefined): Promise<Finding> {
  if (instance?.url !== undefined && Number(new URL(instance.url).port) === port)
    return { what: 'API port', ok: true, found: `${host}:${port} is that of the running Annex` };
  try {
    await assertPortFree({ host, port });
    return { what: 'API port', ok: true, found: `${host}:${port} is free` };
  } catch (error) {
    return { what: 'API port', ok: false, found: `${host}:${port}`, todo: messageOf(error) };
  }
}

async function checkPostgres(databaseUrl: string | undefined): Promise<Finding> {
  if (databaseUrl === undefined) return checkEmbeddedPostgres();
  const { hostname, port } = new URL(databaseUrl);
  const answers = await canConnect(hostname, Number(port === '' ? 5432 : port));
  return {
    what: 'PostgreSQL',
    ok: answers,
    found: redactUrls(databaseUrl),
    todo: `Nothing listens at the address in DATABASE_URL (${hostname}). Start that server, or unset DATABASE_URL to use the embedded one.`,
  };
}

function checkEmbeddedPostgres(): Finding {
  try {
    return { what: 'PostgreSQL', ok: true, found: `embedded, ${findPostgresBinaries().postgres}` };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return { what: 'PostgreSQL', ok: false, found: 'not installed', todo: error.message };
  }
}

async function checkTemporal({ temporal, temporalCli }: Config): Promise<Finding> {
  if (temporal.address !== undefined) {
    const [host = '', port = ''] = temporal.address.split(/:(?=\d+$)/);
    const answers = await canConnect(host, Number(port));
    return {
      what: 'Temporal server',
      ok: answers,
      found: temporal.address,
      todo: `Nothing listens at TEMPORAL_ADDRESS (${temporal.address}). Start that server, or unset TEMPORAL_ADDRESS to use the embedded one.`,
    };
  }
  const finder = fileURLToPath(new URL('../../../tools/setup/temporal-cli.mjs', import.meta.url));
  const path = temporalCli ?? spawnSync(process.execPath, [finder, '--find-only'], { encoding: 'utf8' }).stdout.trim();
  return {
    what: 'Temporal server',
    ok: path !== '',
    found: path === '' ? 'not installed' : path,
    todo: 'Run npm start: it downloads or builds the Temporal server once.',
  };
}

function checkGo(): Finding {
  const { stdout, status } = spawnSync('go', ['version'], { encoding: 'utf8' });
  // Go is needed only to build the Temporal server if it cannot be downloaded.
  return { what: 'Go (optional)', ok: true, found: status === 0 ? stdout.trim() : 'not installed' };
}

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: connectTimeoutMs });
    const end = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
