import { ApplicationFailure } from '@temporalio/workflow';
import { endingRunType } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';

/** A refusal as the caller of an Update sees it: `type` is the code, the refusal itself is in the details. */
export const refusalFailure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.nonRetryable(refusal.message, refusal.code, refusal);

/** A message that does not have the shape of its command. It is refused before it enters the history. */
export const malformedMessage = (problem: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(problem, 'malformed_message');

/** A run that is about to continue as new and has others to serve first. The same message is for the next run. */
export const endingRun = (): ApplicationFailure =>
  ApplicationFailure.nonRetryable('This run continues as new: send the message again.', endingRunType);
