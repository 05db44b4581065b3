import { commands } from '../../contracts/commands.ts';
import { noQuery } from '../../contracts/wire/shared/list.ts';
import { commandSchemas } from '../../contracts/wire/subscription/commands.ts';
import type { CommandType } from '../../domain/subscription/model/commands.ts';

/** The part of a route's contract that follows from the row of its command. The route adds path, tag and answers. */
export const contractOf = <T extends CommandType>(type: T) => {
  const { activity: operationId, summary, refusals: problems } = commands[type];
  const { body }: { readonly body: (typeof commandSchemas)[T]['body'] } = commandSchemas[type];
  return { operationId, summary, query: noQuery, body, problems };
};
