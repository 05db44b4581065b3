import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './say.mjs';

const pollMs = 500;
/** A lock folder without a pid that is older than this was left by a process that died between two system calls. */
const unsignedPolls = 10;

/**
 * Runs `work` while holding the lock folder `path`, which serialises concurrent set-ups. Takes over a lock whose
 * holder is dead.
 * @template T @param {string} path @param {string} what for the message to a waiting process @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, what, work) {
  await acquire(path, what);
  try {
    return await work();
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

async function acquire(path, what) {
  for (let polls = 0; ; polls += 1) {
    try {
      mkdirSync(path);
      writeFileSync(join(path, 'pid'), String(process.pid));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder === undefined ? polls >= unsignedPolls : !isAlive(holder)) {
      rmSync(path, { recursive: true, force: true });
      continue;
    }
    if (polls === 0) say(`another set-up (process ${holder ?? 'unknown'}) is busy: ${what}. Waiting for it.`);
    await sleep(pollMs);
  }
}

function readHolder(path) {
  try {
    const pid = Number(readFileSync(join(path, 'pid'), 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
