import { CancellationScope, condition, log, setHandler } from '@temporalio/workflow';
import { type Applied, type CommandMessage, type CommandMessages, commandTable, type Outcome } from '../contracts/messages.ts';
import { inboxCapacity, tooManyCommands } from '../contracts/workflow.ts';
import type { CommandType } from '../domain/subscription/model/commands.ts';
import { endingRun, malformedMessage, refusalFailure } from './failures.ts';

/** A command that waits for its turn. */
export interface InboxEntry {
  readonly message: CommandMessage;
  outcome: Outcome | null;
}

/** The commands in the order of their arrival, from Updates and Signals alike. */
export interface Inbox {
  readonly waiting: readonly InboxEntry[];
  put(message: CommandMessage): InboxEntry;
  take(): InboxEntry | undefined;
}

/**
 * Registers the handlers of every command. They only put it into the inbox; the Update awaits its own answer. An Update is rejected,
 * before it enters the history, when the inbox is full, and when something waits while the run `isClosing`: the next run takes it.
 */
export function openInbox({
  carried,
  isClosing,
}: {
  readonly carried: readonly CommandMessage[];
  readonly isClosing: () => boolean;
}): Inbox {
  const waiting: InboxEntry[] = carried.map((message) => ({ message, outcome: null }));
  const refuseWhenBusy = (): void => {
    if (waiting.length >= inboxCapacity) throw refusalFailure(tooManyCommands);
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
    const outcome = entry.outcome as Outcome | null;
    if (outcome?.result === 'applied') return outcome;
    throw outcome === null ? malformedMessage('no outcome') : refusalFailure(outcome.error);
  };
  for (const name of Object.keys(commandTable) as CommandType[]) {
    // The table types each message by its command; here all of them are handled alike.
    const { update, signal } = commandTable[name] as CommandMessages;
    const validator = (message: CommandMessage): void => {
      checkShape(name, message);
      refuseWhenBusy();
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

/** What is wrong with the shape of a message; null when nothing is. Rules are not looked at here. */
function problemOf(name: CommandType, message: unknown): string | null {
  const { requestId, command } = (message ?? {}) as Partial<CommandMessage>;
  if (typeof requestId !== 'string' || requestId === '') return 'requestId must be a text that is not empty.';
  if (typeof command !== 'object' || command === null || command.type !== name) return `command.type must be ${name}.`;
  return null;
}
