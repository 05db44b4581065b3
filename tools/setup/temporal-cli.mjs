#!/usr/bin/env node
// Finds a Temporal program for this machine, or downloads or builds one, and prints its path.
//   node tools/setup/temporal-cli.mjs [--find-only]
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';
import { endWith, reasonOf, say, SetupError } from './say.mjs';
import { buildTemporal } from './temporal-build.mjs';
import { downloadTemporal } from './temporal-download.mjs';
import { cachedProgram, findOnPath, isExecutable, isNewEnough } from './temporal-version.mjs';

/**
 * The existing Temporal program: the configured one, else on the path, else in this user's cache.
 * @param {NodeJS.ProcessEnv} env @returns {string | undefined}
 */
export function findTemporal(env) {
  if (env['ANNEX_TEMPORAL_CLI']) return env['ANNEX_TEMPORAL_CLI'];
  const onPath = findOnPath('temporal', env);
  if (onPath !== undefined && isNewEnough(onPath)) return onPath;
  const { program } = cachedProgram(env);
  return isExecutable(program) ? program : undefined;
}

/**
 * Finds a Temporal program, else downloads the official one, else builds it with Go. Concurrent set-ups share the result.
 * @param {NodeJS.ProcessEnv} env @returns {Promise<string>}
 */
export async function ensureTemporal(env) {
  const found = findTemporal(env);
  if (found !== undefined) return found;
  const { folder, program } = cachedProgram(env);
  try {
    mkdirSync(folder, { recursive: true });
    return await withLock(`${folder}.lock`, 'the Temporal server', async () => {
      if (!isExecutable(program)) await makeProgram({ folder, program, env });
      return program;
    });
  } catch (error) {
    if (error instanceof SetupError) throw error;
    throw new SetupError(
      `Cannot write to the cache folder ${folder}: ${reasonOf(error)}. Set XDG_CACHE_HOME to a folder that you can write and that has 300 MB left, or set TEMPORAL_ADDRESS to a Temporal server of yours.`,
    );
  }
}

/** Works in a folder beside the program and renames the result, so that an incomplete program is never visible. */
async function makeProgram({ folder, program, env }) {
  const workshop = mkdtempSync(join(folder, 'making-'));
  try {
    const made = (await downloadTemporal(workshop)) ?? (await buildTemporal(workshop, env));
    chmodSync(made, 0o755);
    renameSync(made, program);
    say(`the Temporal server is in ${program}`);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = process.argv.includes('--find-only')
    ? findTemporal(process.env)
    : await ensureTemporal(process.env).catch(endWith);
  process.stdout.write(`${path ?? ''}\n`);
}
