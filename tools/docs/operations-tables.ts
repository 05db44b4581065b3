import { z } from 'zod';
import { commands, commandTypes, dueActivities } from '../../src/contracts/commands.ts';
import { commandSchemas, ownFieldsOf } from '../../src/contracts/wire/subscription/commands.ts';
import type { CommandType } from '../../src/domain/subscription/model/commands.ts';
import { code, plain, table } from './markdown.ts';

/** The tables of docs/operations.md that are generated from the table of commands, by their marks. */
export const operationsTables = (): ReadonlyMap<string, string> =>
  new Map([
    ['commands', commandsTable()],
    ['due work', dueTable()],
    ['signals', signalsTable()],
  ]);

const commandsTable = (): string =>
  table(
    ['command', 'activity', 'activity when it falls due', 'what it does'],
    commandTypes.map((type) => {
      const { activity, due, summary } = commands[type];
      return [code(type), code(activity), due === null ? '–' : code(dueActivities[due]), plain(summary)];
    }),
  );

const dueTable = (): string =>
  table(
    ['due', 'activity'],
    Object.entries(dueActivities).map(([kind, activity]) => [code(kind), code(activity)]),
  );

const signalsTable = (): string =>
  table(
    ['Signal', '`actor`', 'other fields of `command`'],
    commandTypes.map((type) => [code(type), commands[type].senders.map(code).join(', '), fieldsOf(type).join(', ')]),
  );

const schemaShape = z.object({
  properties: z.record(z.string(), z.object({ enum: z.array(z.string()).optional() })),
  required: z.array(z.string()),
});

/** The fields of a command as an operator types them: `when?` (`now`, `at`). */
function fieldsOf(type: CommandType): readonly string[] {
  const { properties, required } = schemaShape.parse(z.toJSONSchema(commandSchemas[type].command, { io: 'input' }));
  return ownFieldsOf(type).map((name) => {
    const field = code(required.includes(name) ? name : `${name}?`);
    const values = properties[name]?.enum;
    return values === undefined ? field : `${field} (${values.map(code).join(', ')})`;
  });
}

/** Inserts each table between its marks. Throws if a mark is missing. */
export function withTables(text: string, tables: ReadonlyMap<string, string>): string {
  return [...tables].reduce((written, [name, body]) => {
    const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end of ${name} -->`];
    const [before, rest] = halves(written, begin);
    const [, after] = halves(rest, end);
    return `${before}${begin}\n\n${body}\n\n${end}${after}`;
  }, text);
}

function halves(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at === -1) throw new Error(`The mark ${mark} is missing.`);
  return [text.slice(0, at), text.slice(at + mark.length)];
}
