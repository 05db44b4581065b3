import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../docs/adr', import.meta.url));
const read = (name: string): string => readFileSync(`${folder}/${name}`, 'utf8');
const records = readdirSync(folder).filter((name) => /^\d{4}-.*\.md$/.test(name));
const index = read('README.md');

const linesOfOnePage = 60;

interface IndexRow {
  readonly number: string;
  readonly title: string;
  readonly date: string;
  readonly status: string;
}

/** The row of the index that links to a record; null if there is none. */
function indexRow(name: string): IndexRow | null {
  const row = index.split('\n').find((line) => line.includes(`](${name})`));
  if (row === undefined) return null;
  const [link = '', date = '', status = ''] = row
    .split('|')
    .slice(1)
    .map((cell) => cell.trim());
  const [, number = '', title = ''] = /^\[(\d{4}) (.*)\]\(/.exec(link) ?? [];
  return { number, title, date, status };
}

describe('an architecture decision record', () => {
  it('has a unique number', () => {
    const numbers = records.map((name) => name.slice(0, 4));
    expect(numbers).toEqual([...new Set(numbers)]);
  });

  it.each(records)('%s has every part, in order, on one page', (name) => {
    const text = read(name);
    expect(text).toMatch(
      new RegExp(`^# ${name.slice(0, 4)} \\S.*\n\n- Date: \\d{4}-\\d{2}-\\d{2}( \\(.*\\))?\n- Status: \\S.*\n`),
    );
    const sections = text.split('\n').flatMap((line) => (line.startsWith('## ') ? [line.slice(3)] : []));
    expect(sections.filter((section) => section !== 'Measured')).toEqual([
      'Context',
      'Decision',
      'Alternatives',
      'Consequences',
    ]);
    expect(text.split('\n').length).toBeLessThanOrEqual(linesOfOnePage);
  });

  it.each(records)('%s is in the index with its title, date and status', (name) => {
    const [, number, title] = /^# (\d{4}) (.*)\n/.exec(read(name)) ?? [];
    const [, date] = /^- Date: (\S+)/m.exec(read(name)) ?? [];
    const [, status] = /^- Status: (\w+)/m.exec(read(name)) ?? [];
    expect(indexRow(name)).toEqual({ number, title, date, status });
  });

  it('exists for every row of the index, and no other', () => {
    const linked = [...index.matchAll(/\]\((\d{4}-[^)]+)\)/g)].map(([, name = '']) => basename(name));
    expect(linked).toEqual(records.toSorted());
  });
});
