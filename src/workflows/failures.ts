import { ApplicationFailure } from '@temporalio/workflow';
import { endingRunType } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';

/** The failure that the caller of an Update gets for a refusal: `type` is the code, `details` hold the refusal. */
export const refusalFailure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.nonRetryable(refusal.message, refusal.code, refusal);

/** The failure for a message without the shape of its command. The workflow rejects it before it enters the history. */
export const malformedMessage = (problem: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(problem, 'malformed_message');

/** The failure of a run that is about to continue as new and has other commands to serve. Send the message to the next run. */
export const endingRun = (): ApplicationFailure =>
  ApplicationFailure.nonRetryable('This run continues as new: send the message again.', endingRunType);
