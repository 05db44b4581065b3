import { spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { say } from './say.mjs';
import { isNewEnough, pinnedVersions, programName } from './temporal-version.mjs';

const answerTimeoutMs = 4_000;
const downloadTimeoutMs = 180_000;

/**
 * Downloads the official Temporal program into `folder`. Gives up within seconds without a network.
 * @param {string} folder @returns {Promise<string | undefined>} the path of the program, or undefined if that did not work
 */
export async function downloadTemporal(folder) {
  const url = `https://temporal.download/cli/archive/v${pinnedVersions().cli}?platform=${platform()}&arch=${architecture()}`;
  say(`looking for the official download of the Temporal server (gives up after ${answerTimeoutMs / 1000} s) …`);
  const archive = join(folder, 'temporal.tar.gz');
  try {
    await fetchTo(url, archive);
  } catch (error) {
    // Do not report a full disk as a missing network.
    if (['ENOSPC', 'EDQUOT', 'EACCES'].includes(error.code)) throw error;
    say('the download did not work (offline, or blocked).');
    return undefined;
  }
  const unpacked = spawnSync('tar', ['-xzf', archive, '-C', folder, programName()], { stdio: 'ignore' });
  const program = join(folder, programName());
  return unpacked.status === 0 && isNewEnough(program) ? program : undefined;
}

async function fetchTo(url, path) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), answerTimeoutMs);
  try {
    const response = await fetch(url, { signal: abort.signal, redirect: 'follow' });
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), downloadTimeoutMs);
    say('downloading the Temporal server (some 60 MB) …');
    await pipeline(Readable.fromWeb(response.body), createWriteStream(path));
  } finally {
    clearTimeout(timer);
  }
}

function platform() {
  return process.platform === 'win32' ? 'windows' : process.platform;
}

function architecture() {
  return process.arch === 'x64' ? 'amd64' : process.arch;
}
