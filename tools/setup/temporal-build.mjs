import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { say, SetupError } from './say.mjs';
import { findOnPath, isAtLeast, pinnedVersions, programName } from './temporal-version.mjs';

const moduleFolder = fileURLToPath(new URL('../temporal', import.meta.url));
const progressEveryMs = 10_000;

/**
 * Builds the Temporal program from the Go modules that tools/temporal pins.
 * @param {string} folder where to put it @param {NodeJS.ProcessEnv} env @returns {Promise<string>} the path of the program
 */
export async function buildTemporal(folder, env) {
  const go = requireGo(env);
  const program = join(folder, programName());
  say(
    'building the Temporal server with Go (once; four to seven minutes on two cores, 270 MB of modules, 2 GB of build cache) …',
  );
  const args = ['build', '-v', '-trimpath', '-ldflags=-s -w', '-o', program, 'github.com/temporalio/cli/cmd/temporal'];
  const { code, problems } = await runShowingProgress(go, args, {
    ...env,
    CGO_ENABLED: '0',
    GOTOOLCHAIN: 'local',
    GOFLAGS: '',
  });
  if (code === 0) return program;
  const text = problems.join('\n');
  if (/no space left on device|disk quota exceeded/i.test(text)) {
    throw new SetupError(
      'The disk is full: building the Temporal server needs 3 GB. Free some space, then start again; what was built so far is kept.',
    );
  }
  throw new SetupError(
    `The Temporal server could not be built:\n${text}\nInstall the Temporal CLI 1.9 or newer (https://docs.temporal.io/cli) instead, or set TEMPORAL_ADDRESS to a server of yours.`,
  );
}

function requireGo(env) {
  const { go: wanted } = pinnedVersions();
  const remedy = `Install the Temporal CLI 1.9 or newer (https://docs.temporal.io/cli) or Go ${wanted} or newer (https://go.dev/dl), or set TEMPORAL_ADDRESS to a server of yours.`;
  const go = findOnPath('go', env);
  if (go === undefined)
    throw new SetupError(
      `There is no Temporal server yet, it could not be downloaded, and Go, which could build it, is not installed. ${remedy}`,
    );
  const { stdout } = spawnSync(go, ['env', 'GOVERSION'], { encoding: 'utf8', env: { ...env, GOTOOLCHAIN: 'local' } });
  const found = (stdout ?? '').trim().replace(/^go/, '');
  if (!isAtLeast(found, wanted.split('.').map(Number))) {
    throw new SetupError(
      `There is no Temporal server yet, it could not be downloaded, and Go ${found || 'of unknown version'} is too old to build it. ${remedy}`,
    );
  }
  return go;
}

/** What an empty build cache compiles for the version that go.mod pins, the standard library included. */
const allPackages = 1785;
/** Before this share the time that is left cannot be told. */
const firstEstimateShare = 0.05;

/**
 * One line of progress: the share of the packages, and the time that is left if the others take as long. With packages in the build cache
 * the build is faster than the line says.
 * @param {{ elapsedMs: number, modules: number, packages: number }} done @returns {string}
 */
export function progressOf({ elapsedMs, modules, packages }) {
  const seconds = Math.round(elapsedMs / 1000);
  if (packages === 0) return `  … ${seconds} s: ${modules} modules fetched`;
  const share = Math.min(packages / allPackages, 0.99);
  const leftMinutes = Math.ceil((elapsedMs * (1 - share)) / share / 60_000);
  const left = share < firstEstimateShare ? '' : `, about ${leftMinutes} min left`;
  return `  … ${seconds} s: ${Math.floor(share * 100)} %, ${packages} of ${allPackages} packages compiled${left}`;
}

/** Counts the lines of `go build -v`: one for each fetched module and compiled package. */
async function runShowingProgress(go, args, env) {
  const startedAt = Date.now();
  const counts = { modules: 0, packages: 0 };
  const problems = [];
  const child = spawn(go, args, { cwd: moduleFolder, env, stdio: ['ignore', 'ignore', 'pipe'] });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('go: downloading ')) counts.modules += 1;
    else if (/^[\w.~-]+(\/[\w.~-]+)*$/.test(line)) counts.packages += 1;
    else problems.push(line);
  });
  const timer = setInterval(() => {
    say(progressOf({ elapsedMs: Date.now() - startedAt, ...counts }));
  }, progressEveryMs);
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      problems.push(error.message);
      resolve(1);
    });
    child.once('close', resolve);
  });
  clearInterval(timer);
  return { code, problems: problems.slice(-10) };
}
