import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { reasonOf, say, SetupError } from './say.mjs';

/**
 * Installs the packages of package-lock.json unless they are installed, and returns the path of the pinned Node.js.
 * @param {string} root folder of the clone @returns {Promise<string>}
 */
export async function ensurePackages(root) {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!isInstalled(root)) {
    await withLock(join(root, '.setup.lock'), 'npm packages', async () => {
      if (!isInstalled(root)) install(root);
    }).catch(explainWrite(root));
  }
  if (!existsSync(node)) completeNode(root);
  if (!existsSync(node))
    throw new SetupError('The pinned Node.js is missing from node_modules. Delete node_modules and start again.');
  return node;
}

function install(root) {
  say(
    'installing the npm packages of package-lock.json, the pinned Node.js 24 and PostgreSQL 18 among them (once, one to three minutes) …',
  );
  const startedAt = Date.now();
  runNpm(
    root,
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm ci failed; its message is above. Check the network and the npm registry, then start again.',
  );
  writeFileSync(stampPath(root), lockHash(root));
  say(`npm packages installed in ${Math.round((Date.now() - startedAt) / 1000)} s.`);
}

/** npm may skip install scripts; the one of the package `node` fetches the binary, so it is run explicitly. */
function completeNode(root) {
  say('fetching the pinned Node.js, whose install script npm held back …');
  const folder = join(root, 'node_modules', 'node');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  mkdirSync(join(folder, 'bin'), { recursive: true });
  const done = spawnSync(process.execPath, ['installArchSpecificPackage.js'], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    env: quietNpm(),
  });
  if (done.status !== 0)
    throw new SetupError(`Node.js ${version} could not be fetched from the npm registry. Check the network, then start again.`);
}

function runNpm(root, args, failure) {
  const npm = process.env['npm_execpath'];
  const viaNode = npm !== undefined && npm.endsWith('.js');
  const [command, all] = viaNode ? [process.execPath, [npm, ...args]] : ['npm', args];
  const done = spawnSync(command, all, { cwd: root, stdio: ['ignore', 2, 2], shell: !viaNode && process.platform === 'win32' });
  if (done.status !== 0) throw new SetupError(failure);
}

function quietNpm() {
  return { ...process.env, npm_config_loglevel: 'error', npm_config_audit: 'false', npm_config_fund: 'false' };
}

/** The stamp holds the hash of the installed lock file; without a stamp (manual npm install) the file times decide. */
function isInstalled(root) {
  const installed = statSync(join(root, 'node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  if (installed === undefined) return false;
  const isNewer = installed.mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
  return isNewer || (existsSync(stampPath(root)) && readFileSync(stampPath(root), 'utf8') === lockHash(root));
}

function stampPath(root) {
  return join(root, 'node_modules', '.annex-installed');
}

function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function explainWrite(root) {
  return (error) => {
    if (error instanceof SetupError) throw error;
    throw new SetupError(
      `Cannot install the npm packages in ${root}: ${reasonOf(error)}. Make the folder writable or free some space, then start again.`,
    );
  };
}
