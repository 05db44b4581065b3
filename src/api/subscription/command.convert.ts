import type { Order } from '../../application/subscription/order.ts';
import type { CommandInput, CreateInput } from '../../contracts/wire/subscription/commands.ts';
import type { CommandOnExisting } from '../../domain/subscription/model/commands.ts';

/** A command as it came, already of the shape of the domain: the wire form differs only in what parsing has settled. */
export const fromApiCommand = (input: CommandInput): CommandOnExisting => input;

/** An order, in the same way. */
export const fromApiOrder = (input: CreateInput): Order => input;
