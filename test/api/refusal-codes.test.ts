import { readdirSync, readFileSync } from 'node:fs';
import { problemTable } from '../../src/api/http/problem.ts';

/** The folders with tests over HTTP. */
const folders = ['../api/', '../scenarios/'].map((path) => new URL(path, import.meta.url));
const sources = folders.flatMap((folder) =>
  readdirSync(folder, { encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && name !== 'refusal-codes.test.ts')
    .map((name) => readFileSync(new URL(name, folder), 'utf8')),
);

/** The maximal distance of a status before and after its code in an expectation, in characters. */
const [before, behind] = [300, 100];

/** Whether a test names the code as `'409 code'`, or as `'code'` near its status. */
function isExpected(code: string, status: number): boolean {
  const named = new RegExp(`(['"])(?:${status} )?${code}\\1`, 'g');
  const stated = new RegExp(`\\b${status}\\b`);
  return sources.some((source) =>
    [...source.matchAll(named)].some(({ index }) => stated.test(source.slice(Math.max(0, index - before), index + behind))),
  );
}

describe('the problems of the API', () => {
  it.each(Object.entries(problemTable))('%s is expected by a test over HTTP, with its status', (code, { status }) => {
    expect(isExpected(code, status)).toBe(true);
  });
});
