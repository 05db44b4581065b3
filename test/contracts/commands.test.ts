import { commands, commandTypes, refusalsOnExisting, refusalsWhenDecided } from '../../src/contracts/commands.ts';
import type { CommandType } from '../../src/domain/subscription/model/commands.ts';
import { reachableRefusals } from '../support/refusal-codes.ts';

/** Codes of a row that its handler does not give: the route or `decide` does, or clients were told of them once. */
const besideTheHandler: Readonly<Partial<Record<CommandType, readonly string[]>>> = {
  create: ['not_found', 'subscription_already_exists'],
  cancelPendingChange: ['pending_change_conflict'],
  cancel: ['subscription_ending', 'subscription_not_started'],
};

describe('the refusal codes of a command', () => {
  const { byCommand, byDecide: ofAll } = reachableRefusals();
  const whenDecided: readonly string[] = refusalsWhenDecided;

  it('are found for every command', () => {
    expect([...byCommand.keys()].toSorted()).toEqual(commandTypes.toSorted());
  });

  it.each(commandTypes)('%s has those that its handler can give, and no others', (type) => {
    const given = [...(byCommand.get(type) ?? [])].filter((code) => !whenDecided.includes(code));
    expect([...given, ...(besideTheHandler[type] ?? [])].toSorted()).toEqual(commands[type].refusals.toSorted());
  });

  it('are shared by all commands where decide gives them before and after the handler', () => {
    const shared: readonly string[] = [...whenDecided, ...refusalsOnExisting, 'subscription_already_exists'];
    expect([...ofAll].filter((code) => !shared.includes(code))).toEqual([]);
  });
});
