import { ApplicationFailure } from '@temporalio/workflow';
import { endingRunType } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';

/** The failure of an Update that is refused: `type` is the code, `details` has the refusal. */
export const refusalFailure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.nonRetryable(refusal.message, refusal.code, refusal);

/** The failure of a malformed Update, which the validator rejects before it enters the history. */
export const malformedMessage = (problem: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(problem, 'malformed_message');

/** The failure of an Update to a run that is about to continue as new: send it to the next run. */
export const endingRun = (): ApplicationFailure =>
  ApplicationFailure.nonRetryable('This run continues as new: send the message again.', endingRunType);
