/** A table whose columns are not padded, so that a row that changes is one line that changes. Formatters leave it alone. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return ['<!-- prettier-ignore -->', line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Plain text for a cell of a table. */
export const plain = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]]/g, String.raw`\$&`)
    .replaceAll('<', '&lt;')
    .replaceAll('|', String.raw`\|`)
    .replaceAll(/\s+/g, ' ');

/** A name of the code for a cell of a table. */
export const code = (name: string): string => `\`${name}\``;

/** Said on top of every generated page. */
export const generatedNote =
  'This page is generated from the code and its tests: `npm run docs` writes it, `npm run verify` checks it.';
