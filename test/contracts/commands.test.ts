import { commands, commandTypes, refusalsOnExisting, refusalsWhenDecided } from '../../src/contracts/commands.ts';
import type { CommandType } from '../../src/domain/subscription/model/commands.ts';
import { reachableRefusals } from '../support/refusal-codes.ts';

/** Codes of a row that do not come from its handler: the route or `decide` gives them, or an earlier release did. */
const besideTheHandler: Readonly<Partial<Record<CommandType, readonly string[]>>> = {
  create: ['not_found', 'subscription_already_exists'],
  cancelPendingChange: ['pending_change_conflict'],
  cancel: ['subscription_ending', 'subscription_not_started'],
};

describe('the refusal codes of a command', () => {
  const { byCommand, byDecide: ofAll } = reachableRefusals();
  const whenDecided: readonly string[] = refusalsWhenDecided;

  it('are listed for every command', () => {
    expect([...byCommand.keys()].toSorted()).toEqual(commandTypes.toSorted());
  });

  it.each(commandTypes)('%s has exactly those of its handler', (type) => {
    const given = [...(byCommand.get(type) ?? [])].filter((code) => !whenDecided.includes(code));
    expect([...given, ...(besideTheHandler[type] ?? [])].toSorted()).toEqual(commands[type].refusals.toSorted());
  });

  it('are shared by all commands if decide gives them before or after the handler', () => {
    const shared: readonly string[] = [...whenDecided, ...refusalsOnExisting, 'subscription_already_exists'];
    expect([...ofAll].filter((code) => !shared.includes(code))).toEqual([]);
  });
});
