import type { Order } from '../../application/subscription/create-command.ts';
import type { CommandInput, CreateInput } from '../../contracts/wire/subscription/commands.ts';
import type { CommandOnExisting } from '../../domain/subscription/model/commands.ts';

/** A parsed command already has the shape of the domain. */
export const fromApiCommand = (input: CommandInput): CommandOnExisting => input;

/** A parsed order already has the shape of the application. */
export const fromApiOrder = (input: CreateInput): Order => input;
