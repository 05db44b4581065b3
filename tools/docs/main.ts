import { writeFileSync } from 'node:fs';
import { allRuleTags, pages } from './pages.ts';
import { tagProblems } from './rules-page.ts';

// Writes the generated parts of the documentation. With --check it writes nothing, and fails if a part is not current or a rule has
// neither a tag nor an entry in the list of unbuilt rules.

const stale = pages().filter(({ found, wanted }) => found !== wanted);
if (process.argv.includes('--check')) {
  const { tags, problems } = allRuleTags();
  const found = [...problems, ...tagProblems(tags), ...stale.map(({ path }) => `${path} is not current. Run: npm run docs`)];
  for (const problem of found) process.stderr.write(`${problem}\n`);
  process.exitCode = found.length > 0 ? 1 : 0;
} else {
  for (const { path, wanted } of stale) writeFileSync(path, wanted);
  process.stdout.write(stale.length > 0 ? stale.map(({ path }) => `wrote ${path}\n`).join('') : 'Everything is current.\n');
}
