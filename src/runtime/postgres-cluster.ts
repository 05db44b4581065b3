import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from './operator-error.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { findProcess } from './process-table.ts';
import { readOrCreateSecret } from './secret-file.ts';
import type { ServerUser } from './server-user.ts';

/** The superuser that owns the schema; migrations connect as it, the program itself never does. */
export const ownerRole = 'annex_owner';
/** The database that the program uses. */
export const databaseName = 'annex';

/** The folder of a cluster and the password of its owner. */
export interface PostgresCluster {
  readonly pgData: string;
  readonly ownerPassword: string;
}

interface ClusterInput {
  readonly dataDir: string;
  readonly binaries: PostgresBinaries;
  readonly user: ServerUser;
}

/**
 * Returns the cluster in `dataDir` and creates it the first time: under another name that is renamed at the end, so that
 * an interrupted creation leaves no incomplete cluster.
 */
export async function prepareCluster(input: ClusterInput): Promise<PostgresCluster> {
  mkdirSync(input.dataDir, { recursive: true });
  const pgData = join(input.dataDir, 'data');
  const ownerPassword = readOrCreateSecret(join(input.dataDir, 'owner-password'));
  if (!existsSync(pgData)) await createCluster(input, { pgData, ownerPassword });
  removeStaleLock(pgData);
  return { pgData, ownerPassword };
}

async function createCluster(
  { dataDir, binaries, user }: ClusterInput,
  { pgData, ownerPassword }: PostgresCluster,
): Promise<void> {
  const unfinished = `${pgData}.part`;
  const passwordFile = join(dataDir, 'initdb-password');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  user.own(unfinished);
  writeFileSync(passwordFile, ownerPassword, { mode: 0o600 });
  user.own(passwordFile);
  const settings = [
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--no-instructions',
    '--no-sync',
  ];
  try {
    await run(user, binaries.initdb, [
      `--pgdata=${unfinished}`,
      `--username=${ownerRole}`,
      `--pwfile=${passwordFile}`,
      ...settings,
    ]);
    await run(user, binaries.postgres, ['--single', '-D', unfinished, 'postgres'], `CREATE DATABASE ${databaseName}\n`);
    renameSync(unfinished, pgData);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** PostgreSQL refuses to start while postmaster.pid names a running process, even an unrelated one with the same pid. */
function removeStaleLock(pgData: string): void {
  const path = join(pgData, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  const holder = Number.isInteger(pid) ? findProcess(pid) : undefined;
  if (holder?.commandLine.includes(pgData) === true) {
    throw new OperatorError(
      `The data folder ${pgData} is in use by PostgreSQL process ${pid}. Stop that one first, or set ANNEX_DATA_DIR to another folder.`,
    );
  }
  rmSync(path);
}

/** The environment of the PostgreSQL programs: English messages, since readiness is read from them. */
export const postgresEnvironment: NodeJS.ProcessEnv = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' };

async function run(user: ServerUser, program: string, args: readonly string[], input = ''): Promise<void> {
  const { command, args: wrapped } = user.command(program, args);
  const child = spawn(command, wrapped, { ...user.ids, env: postgresEnvironment, stdio: ['pipe', 'pipe', 'pipe'] });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause) => reject(new OperatorError(`Cannot start ${command}: ${cause.message}.`, { cause })));
    child.once('close', resolve);
  });
  if (code !== 0) throw new OperatorError(`PostgreSQL could not be set up: ${explain(output.join(''))}`);
}

function explain(output: string): string {
  if (/No space left on device|Disk quota exceeded/.test(output)) return 'the disk is full. Free some space and start again.';
  if (/Permission denied/.test(output))
    return `permission denied. Set ANNEX_DATA_DIR to a folder that this user can write.\n${output.trim()}`;
  return output.trim().split('\n').slice(-5).join('\n');
}
