import { commands, type DecisionActivity, dueActivities } from '../contracts/commands.ts';
import { type CheckOutcome, commandCheck, type DecisionInput, type Outcome } from '../contracts/messages.ts';
import { checkOnce, decideOnce } from './decide-once.ts';
import { type FailureReport, runDecision } from './decision-failure.ts';
import type { DecisionTransaction } from '../application/ports/decisions.ts';

/** One activity for each name in a history, and the check before a command. */
export type DecisionActivities = Readonly<Record<DecisionActivity, (input: DecisionInput) => Promise<Outcome>>> & {
  readonly [commandCheck]: (input: DecisionInput) => Promise<CheckOutcome>;
};

export interface DecisionDeps extends FailureReport {
  readonly transaction: DecisionTransaction;
}

/** The activities of a subscription: the same transaction, named after what it does (ADR 0036). */
export function createDecisionActivities(deps: DecisionDeps): DecisionActivities {
  const ofCommands = Object.values(commands).map(({ activity }) => activity);
  const names: readonly DecisionActivity[] = [...Object.values(dueActivities), ...ofCommands];
  const activities = names.map((did) => [
    did,
    (input: DecisionInput) => runDecision(deps, input, (unit) => decideOnce(unit, did, input)),
  ]);
  const check = (input: DecisionInput) => runDecision(deps, input, (unit) => checkOnce(unit, input));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are those of the table
  return { ...Object.fromEntries(activities), [commandCheck]: check } as DecisionActivities;
}
