import { CancellationScope, condition, log, setHandler } from '@temporalio/workflow';
import { commandTypes } from '../contracts/commands.ts';
import { type Applied, type CommandMessage, commandMessages, type Outcome } from '../contracts/messages.ts';
import { inboxCapacity } from '../contracts/workflow.ts';
import type { CommandType } from '../domain/subscription/model/commands.ts';
import { endingRun, malformedMessage, refusalFailure } from './failures.ts';
import { tooManyCommands } from '../domain/refusals/subscriptions.ts';

/** A command that waits to be decided. */
export interface InboxEntry {
  readonly message: CommandMessage;
  outcome: Outcome | null;
}

/** The waiting commands in the order of arrival, from Updates and Signals. */
export interface Inbox {
  readonly waiting: readonly InboxEntry[];
  put(message: CommandMessage): InboxEntry;
  take(): InboxEntry | undefined;
}

/**
 * Registers the handlers of every command. They put the command into the inbox; the handler of an Update then awaits its answer. The
 * validator rejects an Update before it enters the history if the inbox is full, or if something waits while the run `isClosing`: send
 * it to the next run.
 */
export function openInbox({
  carried,
  isClosing,
}: {
  readonly carried: readonly CommandMessage[];
  readonly isClosing: () => boolean;
}): Inbox {
  const waiting: InboxEntry[] = carried.map((message) => ({ message, outcome: null }));
  const rejectWhenBusy = (): void => {
    if (waiting.length >= inboxCapacity) throw refusalFailure(tooManyCommands().error);
    if (waiting.length > 0 && isClosing()) throw endingRun();
  };
  const put = (message: CommandMessage): InboxEntry => {
    const entry: InboxEntry = { message, outcome: null };
    waiting.push(entry);
    return entry;
  };
  const answer = async (message: CommandMessage): Promise<Applied> => {
    const entry = put(message);
    // The answer outlives a cancellation of the run.
    await CancellationScope.nonCancellable(() => condition(() => entry.outcome !== null));
    const { outcome } = entry;
    if (outcome?.result === 'applied') return outcome;
    throw outcome === null ? malformedMessage('no outcome') : refusalFailure(outcome.error);
  };
  // The SDK buffers what arrives in the first task of a run until its handler is registered, so that task serves commands in the order of
  // this table, Updates before Signals; another order changes the commands of stored histories and needs a patch.
  for (const name of commandTypes) {
    const { update, signal } = commandMessages(name);
    const validator = (message: CommandMessage): void => {
      checkShape(name, message);
      rejectWhenBusy();
    };
    setHandler(update, answer, { validator });
    setHandler(signal, (message) => {
      const problem = problemOf(name, message);
      if (problem === null) put(message);
      else log.warn('a signal was dropped', { name, problem });
    });
  }
  return { waiting, put, take: () => waiting.shift() };
}

function checkShape(name: CommandType, message: unknown): void {
  const problem = problemOf(name, message);
  if (problem !== null) throw malformedMessage(problem);
}

/** The error in the shape of a message, or null. Does not check business rules. */
function problemOf(name: CommandType, message: unknown): string | null {
  const { requestId, command } = fieldsOf(message);
  if (typeof requestId !== 'string' || requestId === '') return 'requestId must be a text that is not empty.';
  return fieldsOf(command)['type'] === name ? null : `command.type must be ${name}.`;
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
