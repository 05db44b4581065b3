import { writeFileSync } from 'node:fs';
import { pages } from './pages.ts';

// Writes the generated parts of the documentation. With --check it writes nothing and fails where one is not current.

const stale = pages().filter(({ found, wanted }) => found !== wanted);
if (process.argv.includes('--check')) {
  for (const { path } of stale) process.stderr.write(`${path} is not current. Run: npm run docs\n`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const { path, wanted } of stale) writeFileSync(path, wanted);
  process.stdout.write(stale.length > 0 ? stale.map(({ path }) => `${path} is written\n`).join('') : 'All is current.\n');
}
