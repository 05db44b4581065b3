import { readdirSync, readFileSync } from 'node:fs';
import { problemTable } from '../../src/api/http/problem.ts';

/** The tests that speak HTTP. */
const folders = ['../api/', '../scenarios/'].map((path) => new URL(path, import.meta.url));
const sources = folders.flatMap((folder) =>
  readdirSync(folder, { encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'refusal-codes.test.ts')
    .map((name) => readFileSync(new URL(name, folder), 'utf8')),
);

/** How far before and behind a code its status stands in an expectation, in characters. */
const [before, behind] = [300, 100];

/** Whether a test names the code as `'409 code'`, or as `'code'` with its status close by, as one expectation of an answer has both. */
function isExpected(code: string, status: number): boolean {
  const named = new RegExp(`(['"])(?:${status} )?${code}\\1`, 'g');
  const stated = new RegExp(`\\b${status}\\b`);
  return sources.some((source) =>
    [...source.matchAll(named)].some(({ index }) => stated.test(source.slice(Math.max(0, index - before), index + behind))),
  );
}

describe('the problems that the API answers', () => {
  it.each(Object.entries(problemTable))('%s is expected by a test over HTTP, with its status', (code, { status }) => {
    expect(isExpected(code, status)).toBe(true);
  });
});
