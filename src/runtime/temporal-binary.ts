import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OperatorError } from './operator-error.ts';

const finder = fileURLToPath(new URL('../../tools/setup/temporal-cli.mjs', import.meta.url));

/**
 * Returns the path of a `temporal` program: the one that set-up found, else runs the set-up step (it may download
 * or build one, shows its progress on standard error, and takes up to ten minutes the first time).
 */
export async function locateTemporal(known: string | undefined): Promise<string> {
  if (known !== undefined) return known;
  const child = spawn(process.execPath, [finder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let path = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (path += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new OperatorError('No Temporal server was found; the message above says what to do.');
  return path.trim();
}
