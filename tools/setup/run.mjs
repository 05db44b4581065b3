#!/usr/bin/env node
// Sets up what is missing on this machine, then runs a program with the pinned Node.js. Needs Node.js 20 and npm, nothing else.
//   node tools/setup/run.mjs <script or option of Node.js> [arguments…]
import { spawn } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages } from './packages.mjs';
import { endWith, SetupError } from './say.mjs';
import { ensureTemporal } from './temporal-cli.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const oldestMajor = 20;
const parentCheckMs = 1_000;

try {
  if (Number(process.versions.node.split('.')[0]) < oldestMajor) {
    throw new SetupError(
      `Node.js ${process.versions.node} is too old to set Annex up. Install Node.js ${oldestMajor} or newer from https://nodejs.org.`,
    );
  }
  const node = await ensurePackages(root);
  const temporal = process.env['TEMPORAL_ADDRESS'] ? undefined : await ensureTemporal(process.env);
  runWithPinnedNode(node, { temporal });
} catch (error) {
  endWith(error);
}

function runWithPinnedNode(node, { temporal }) {
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  // Caches compiled scripts, which saves part of a second at every later start.
  const cache = join(root, 'node_modules', '.cache', 'node-compile');
  const env = {
    NODE_COMPILE_CACHE: cache,
    ...process.env,
    PATH: path,
    ...(temporal === undefined ? {} : { ANNEX_TEMPORAL_CLI: temporal }),
  };
  // Through the channel the program notices if this process is killed.
  const child = spawn(node, process.argv.slice(2), { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', endWith);
  child.once('close', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
  if (process.env['npm_lifecycle_event']) stopWithParent(child);
}

/** If npm is killed with SIGKILL it cannot forward the signal; its children then get another parent. */
function stopWithParent(child) {
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), parentCheckMs).unref();
}
