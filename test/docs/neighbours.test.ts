import { importEdges, neighbourLines, withLines, writtenLines } from '../../tools/docs/neighbours.ts';
import { readSources } from '../../tools/docs/source-files.ts';

const edges = importEdges([
  { path: 'src/domain/money/money.ts', text: "import { invariant } from '../invariant.ts';\nimport { x } from './exact.ts';" },
  { path: 'src/domain/billing/invoice.ts', text: "import type { Money } from '../money/money.ts';\nimport { a } from 'a';" },
  { path: 'src/domain/billing/proration.ts', text: "import { type Money, sum } from '../money/money.ts';" },
  { path: 'src/domain/invariant.ts', text: '' },
  {
    path: 'src/api/app.ts',
    text: "export { type Money } from '../domain/money/money.ts';\nimport { type A } from '../domain/billing/invoice.ts';",
  },
]);

describe('neighbourLines', () => {
  it.each([
    ['src/domain/money', ['- Imports: `domain/invariant.ts`', '- Imported by: `api`, `domain/billing`']],
    ['src/domain/billing', ['- Imports: `domain/money`', '- Imported by: `api` (types)']],
    ['src/domain', ['- Imports: nothing', '- Imported by: `api`']],
    ['src/api', ['- Imports: `domain`', '- Imported by: nothing']],
  ])('of %s', (folder, expected) => {
    expect(neighbourLines(folder, edges).split('\n')).toEqual(expected);
  });
});

describe('a README', () => {
  it('lists the neighbours that the imports give (`npm run docs` writes them)', () => {
    const program = importEdges(readSources({ under: ['src'], endings: ['.ts'] }));
    const readmes = readSources({ under: ['src'], endings: ['README.md'] });
    const wanted = readmes.map(({ path }) => [path, neighbourLines(path.replace('/README.md', ''), program)]);
    expect(readmes.map(({ path, text }) => [path, writtenLines(text)])).toEqual(wanted);
  });

  const lines = '- Imports: `a`\n- Imported by: `b`';

  it('has the lines below its heading, or none', () => {
    expect(writtenLines(`# A\n\n## Neighbours\n\n${lines}\n\nMore.\n`)).toBe(lines);
    expect(writtenLines('# A\n')).toBeNull();
  });

  it.each([
    [
      'gets its lines replaced',
      '# A\n\n## Neighbours\n\n- Imports: x\n- Imported by: y\n\nMore.\n',
      `# A\n\n## Neighbours\n\n${lines}\n\nMore.\n`,
    ],
    [
      'gets missing lines before the other text',
      '# A\n\n## Neighbours\n\nMore.\n',
      `# A\n\n## Neighbours\n\n${lines}\n\nMore.\n`,
    ],
  ])('%s', (_what, readme, expected) => {
    expect(withLines(readme, lines)).toBe(expected);
  });
});
