import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Log } from '../../runtime/log.ts';

const sources = fileURLToPath(new URL('../..', import.meta.url));
const cacheDir = fileURLToPath(new URL('../../../node_modules/.cache/annex', import.meta.url));

/** The code of the workflows: as a file if it could be stored, otherwise as text. */
export type WorkflowBundle = { readonly codePath: string } | { readonly code: string };

/**
 * The code of the workflows as one file, built once for each state of its sources, since a build takes most of a second. If the
 * program may not write, as in a container, it builds at every start.
 */
export async function workflowBundle(log: Log): Promise<WorkflowBundle> {
  const codePath = join(cacheDir, `workflows-${await hashInputs()}.js`);
  if (await exists(codePath)) return { codePath };
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(sources, 'workflows/index.ts'),
    logger: { ...quiet, warn: (message) => log.warn(message), error: (message) => log.error(message) },
  });
  try {
    await store(codePath, code);
  } catch (error) {
    log.warn({ err: error }, 'failed to store the workflow bundle; the next start builds it again');
    return { code };
  }
  return { codePath };
}

/** Another process may store the same code concurrently: the rename leaves one complete file. */
async function store(codePath: string, code: string): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const temporary = `${codePath}.${process.pid}`;
  await writeFile(temporary, code);
  await rename(temporary, codePath);
}

const nothing = (): void => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing };

/** The folders that the bundle may take code from: workflows import nothing else of ours. */
const bundled = ['workflows', 'contracts', 'domain'];

/** The files by whose content the bundle is cached: all files of those folders, and the lock file for the packages. */
export async function bundleInputs(): Promise<readonly string[]> {
  const inputs = await Promise.all(bundled.map((folder) => filesBelow(join(sources, folder))));
  return [...inputs.flat().toSorted(), join(sources, '../package-lock.json')];
}

async function hashInputs(): Promise<string> {
  const files = await bundleInputs();
  const texts = await Promise.all(files.map((file) => readFile(file)));
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('hex').slice(0, 16);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
