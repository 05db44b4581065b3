import { commands, type DecisionActivity, dueActivities } from '../contracts/commands.ts';
import { type CheckOutcome, commandCheck, type DecisionInput, type Outcome } from '../contracts/messages.ts';
import { invariant } from '../domain/invariant.ts';
import { checkOnce, decideOnce } from './decide-once.ts';
import { type FailureReport, runDecision } from './decision-failure.ts';
import type { DecisionTransaction } from '../application/ports/decisions.ts';

type Decide = (input: DecisionInput) => Promise<Outcome>;

/** One activity for each name in a history, and the check before a command. */
export type DecisionActivities = Readonly<Record<DecisionActivity, Decide>> & {
  readonly [commandCheck]: (input: DecisionInput) => Promise<CheckOutcome>;
};

export interface DecisionDeps extends FailureReport {
  readonly transaction: DecisionTransaction;
}

/** The activities of a subscription: the same transaction, named after what it does (ADR 0036). */
export function createDecisionActivities(deps: DecisionDeps): DecisionActivities {
  const decideAs =
    (did: DecisionActivity): Decide =>
    (input) =>
      runDecision(deps, input, (unit) => decideOnce(unit, did, input));
  const activities = Object.fromEntries(names.map((did) => [did, decideAs(did)]));
  invariant(isComplete(activities), 'every decision has its activity');
  const check = (input: DecisionInput) => runDecision(deps, input, (unit) => checkOnce(unit, input));
  return { ...activities, [commandCheck]: check };
}

const names: readonly DecisionActivity[] = [
  ...Object.values(dueActivities),
  ...Object.values(commands).map(({ activity }) => activity),
];

const isComplete = (activities: Readonly<Record<string, Decide>>): activities is Readonly<Record<DecisionActivity, Decide>> =>
  names.every((name) => Object.hasOwn(activities, name));
