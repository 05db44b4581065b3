/** A table without padding, so that a changed row is one changed line. Formatters ignore it. */
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

/** A name in code format. */
export const code = (name: string): string => `\`${name}\``;

/** The note at the top of generated pages. */
export const generatedNote =
  'This page is generated from the code and its tests: `npm run docs` writes it, `npm run verify` checks it.';
