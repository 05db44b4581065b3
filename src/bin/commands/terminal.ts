import type { z } from 'zod';
import { issuesOf } from '../../contracts/wire/shared/issues.ts';
import { OperatorError } from '../../runtime/operator-error.ts';

/** Parses arguments of the command line. @throws OperatorError with a line for each issue. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const lines = issuesOf(parsed.error).map(({ pointer, detail }) => `  ${pointer.slice(1)}: ${detail}`);
  throw new OperatorError(`This cannot be done:\n${lines.join('\n')}`);
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
