import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

const domain = join(import.meta.dirname, '../../../src/domain');
const clocks = join(domain, 'time') + sep;

const sources = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  .map((path) => join(domain, path))
  .filter((path) => path.endsWith('.ts'));

const linesMatching = (pattern: RegExp, paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) =>
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line, index) => `${path.slice(domain.length + 1)}:${index + 1}: ${line.trim()}`)
      .filter((line) => pattern.test(line)),
  );

describe('amounts are never floating-point numbers', () => {
  it('reads the sources of the domain', () => {
    expect(sources.length).toBeGreaterThan(10);
  });

  it('nothing converts a decimal to a number outside domain/time', () => {
    const untimed = sources.filter((path) => !path.startsWith(clocks));
    expect(linesMatching(/\bNumber\(|parseFloat|\.toNumber\(/, untimed)).toEqual([]);
  });

  it('only domain/money imports the decimal library', () => {
    const others = sources.filter((path) => !path.startsWith(join(domain, 'money') + sep));
    expect(linesMatching(/decimal\.js|money\/decimal\.ts/, others)).toEqual([]);
  });

  it('only domain/time imports the time-zone library', () => {
    expect(
      linesMatching(
        /temporal-polyfill/,
        sources.filter((path) => !path.startsWith(clocks)),
      ),
    ).toEqual([]);
  });
});
