import type { z } from 'zod';
import { parse } from '../../contracts/wire/shared/parse.ts';
import { OperatorError } from '../../runtime/operator-error.ts';

/** Parses arguments of the command line. @throws OperatorError with a line for each issue. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = parse(schema, input);
  if (parsed.ok) return parsed.value;
  const lines = parsed.issues.map(({ detail }) => `  ${detail}`);
  throw new OperatorError(`The arguments are not valid:\n${lines.join('\n')}`);
}

/** Prints rows under their heads, in columns, and a sentence below. Resolves once everything is written. */
export async function printTable(head: readonly string[], rows: readonly (readonly string[])[], below?: string): Promise<void> {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = [head, ...rows].map(line);
  await print([...lines, ...(below === undefined ? [] : ['', below])].join('\n'));
}

/** Waits for the pipe, which takes long text in pieces, before the program exits. */
const print = (text: string): Promise<unknown> => new Promise((written) => process.stdout.write(`${text}\n`, written));
