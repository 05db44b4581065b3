import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Client,
  isGrpcServiceError,
  type WorkflowHandle,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  type Applied,
  type CommandMessage,
  type CommandMessages,
  commandMessages,
  type Outcome,
  subscriptionWorkflowId,
  subscriptionWorkflowType,
} from '../contracts/messages.ts';
import {
  crowdedAt,
  endingRunType,
  inboxCapacity,
  type SubscriptionPlace,
  type SubscriptionWorkflow,
} from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import { subscriptionEnded, tooManyCommands } from '../domain/refusals/subscriptions.ts';
import { type CreateRequest, type Engine, type EngineRequest, EngineUnavailable } from '../application/ports/engine.ts';
import { createLanes } from '../application/lanes.ts';
import { creationStart, resumptionStart, type WorkflowStartSettings } from './workflow-start.ts';

/** How the engine starts workflows and how long it waits for them. */
export interface TemporalEngineOptions extends WorkflowStartSettings {
  readonly client: Client;
  /** How long a caller waits for a decision before it is told to come again. */
  readonly answerWithinMs: number;
  /** Where a subscription stands as it is stored; null when it has ended. Asked only when its workflow is not there. */
  readonly findPlace: (tenantId: string, subscriptionId: string) => Promise<SubscriptionPlace | null>;
}

/**
 * The engine on a Temporal server: creation is update-with-start, every other command an update (ADR 0004). A command that
 * finds no workflow starts it where the subscription stands (ADR 0023).
 */
export function temporalEngine(options: TemporalEngineOptions): Engine {
  const lanes = createLanes(inboxCapacity);
  // The workflow does its commands one after the other anyhow. Sent together, the server would refuse the eleventh, and those
  // that meet a continue-as-new would wait for a workflow task to time out.
  const inTurn = async <T>(lane: string, send: (tooLate: AbortSignal) => Promise<T>): Promise<T | 'tooMany'> => {
    const turn = lanes.enter(lane);
    if (turn === null) return 'tooMany';
    const lastCall = performance.now() + options.answerWithinMs * shareForWaiting;
    const mayBegin = (): void => {
      if (performance.now() > lastCall) throw answerTimeout();
    };
    try {
      return await answerInTime((tooLate) => turn.run(mayBegin, () => send(tooLate)), options);
    } catch (error) {
      if (turn.isHeldUp) return 'tooMany';
      throw asUnavailable(error);
    }
  };
  const decided = async ({ subscriptionId }: EngineRequest, send: () => Promise<Outcome>): Promise<Outcome> => {
    const outcome = await inTurn(subscriptionId, (tooLate) => asOutcome(retryUnprocessed(tooLate, send)));
    return outcome === 'tooMany' ? { result: 'refused', error: tooManyCommands().error } : outcome;
  };
  return {
    create: (request) => decided(request, () => createInWorkflow(request, options)),
    send: (request) => decided(request, () => updateWorkflow(request, options)),
    async signal(request) {
      const refused = await inTurn(`signals to ${request.subscriptionId}`, () => signalWorkflow(request, options));
      return refused === 'tooMany' ? tooManyCommands().error : refused;
    },
  };
}

/** Of the time for an answer: whoever waits longer for its turn is not sent any more, since its answer would come too late. */
const shareForWaiting = 0.75;

const answerTimeout = (): EngineUnavailable => new EngineUnavailable('The engine did not answer in time.');

/** The SDK pauses between its tries without a look at the deadline, so the deadline is kept here as well. */
async function answerInTime<T>(
  work: (tooLate: AbortSignal) => Promise<T>,
  { client, answerWithinMs }: TemporalEngineOptions,
): Promise<T> {
  const tooLate = new AbortController();
  const answered = new AbortController();
  const late = pause(answerWithinMs, undefined, { signal: answered.signal }).then((): never => {
    const error = answerTimeout();
    tooLate.abort(error);
    throw error;
  });
  try {
    return await Promise.race([client.withDeadline(Date.now() + answerWithinMs, () => work(tooLate.signal)), late]);
  } finally {
    answered.abort();
  }
}

/**
 * An update that reaches a worker in the moment of a continue-as-new may come back untouched, and a run that is about to continue
 * rejects it: then it is sent again.
 */
async function retryUnprocessed<T>(tooLate: AbortSignal, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const failure = failureIn(error);
      const isUntouched = failure?.type === 'UnprocessedUpdate' || failure?.type === endingRunType;
      if (!isUntouched || tooLate.aborted) throw error;
      if (failure.type === endingRunType) await pause(endingRunPauseMs);
    }
  }
}

/** A run ends as soon as it has served those who wait in it. */
const endingRunPauseMs = 20;

const failureIn = (error: unknown): ApplicationFailure | undefined =>
  error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause : undefined;

const ended = subscriptionEnded({ endedAt: null }).error;

/** What the workflow refused is an outcome; what did not reach it in time is thrown as EngineUnavailable. */
async function asOutcome(outcome: Promise<Outcome>): Promise<Outcome> {
  try {
    return await outcome;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) return { result: 'refused', error: refusal };
    throw asUnavailable(error);
  }
}

const isClosed = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError;

/** The refusal that the workflow threw for an update, if the error is one. */
function refusalIn(error: unknown): Refusal | undefined {
  const [refusal] = failureIn(error)?.details ?? [];
  return isRefusal(refusal) ? refusal : undefined;
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value;

function asUnavailable(error: unknown): unknown {
  const isAway =
    isGrpcServiceError(error) ||
    error instanceof WorkflowNotFoundError ||
    error instanceof WorkflowFailedError ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    error instanceof WorkflowUpdateFailedError;
  return isAway ? new EngineUnavailable('The engine did not answer in time.', { cause: error }) : error;
}

/** A creation that finds its workflow at its end was either refused, or its subscription has ended since. */
async function createInWorkflow(request: CreateRequest, options: TemporalEngineOptions): Promise<Outcome> {
  try {
    return await updateWithStart(request, options, creationStart(request, options));
  } catch (error) {
    if (!isClosed(error)) throw error;
  }
  const result = await handleOf(request, options.client).result();
  if ('refused' in result) return { result: 'refused', error: result.refused ?? ended };
  const made = { invoiceIds: [], creditNoteIds: [], pendingIds: [], attachmentId: null };
  return { result: 'applied', ...result.ended, made };
}

async function updateWorkflow(request: EngineRequest, options: TemporalEngineOptions): Promise<Outcome> {
  try {
    return await handleOf(request, options.client).executeUpdate<Applied, [CommandMessage]>(messagesOf(request).update, {
      updateId: updateIdOf(request),
      args: [messageOf(request)],
    });
  } catch (error) {
    if (!isClosed(error)) throw error;
  }
  // A subscription without a workflow has ended, or its workflow was terminated or is gone with its server.
  const place = await options.findPlace(request.tenantId, request.subscriptionId);
  if (place === null) return { result: 'refused', error: ended };
  return updateWithStart(request, options, resumptionStart(place, options));
}

const updateWithStart = (
  request: EngineRequest,
  { client }: TemporalEngineOptions,
  start: ReturnType<typeof creationStart>,
): Promise<Applied> =>
  client.workflow.executeUpdateWithStart<SubscriptionWorkflow, Applied, [CommandMessage]>(messagesOf(request).update, {
    updateId: updateIdOf(request),
    args: [messageOf(request)],
    startWorkflowOperation: new WithStartWorkflowOperation<SubscriptionWorkflow>(subscriptionWorkflowType, start),
  });

/**
 * Another id for each time that a request is sent. One run answers an update id for good, also with a refusal that no longer holds:
 * that something is due and fails. The database knows the request id and does it once.
 */
const updateIdOf = ({ requestId }: EngineRequest): string => `${requestId}/${randomUUID()}`;

/** Null when the command is under way, or why it cannot be. No workflow can refuse a Signal, so what its run holds is looked at. */
async function signalWorkflow(request: EngineRequest | CreateRequest, options: TemporalEngineOptions): Promise<Refusal | null> {
  const { client } = options;
  const { signal } = messagesOf(request);
  const signalArgs: [CommandMessage] = [messageOf(request)];
  const withStart = async (start: ReturnType<typeof creationStart>): Promise<null> => {
    await client.workflow.signalWithStart<SubscriptionWorkflow, [CommandMessage]>(subscriptionWorkflowType, {
      ...start,
      signal,
      signalArgs,
    });
    return null;
  };
  try {
    if (isCreation(request)) return await withStart(creationStart(request, options));
    const handle = handleOf(request, client);
    if (await isFull(handle, options)) return tooManyCommands().error;
    await handle.signal(signal, ...signalArgs);
    return null;
  } catch (error) {
    if (!isClosed(error) || isCreation(request)) throw error;
  }
  const place = await options.findPlace(request.tenantId, request.subscriptionId);
  return place === null ? ended : withStart(resumptionStart(place, options));
}

/** A run whose history is longer than one that would give its inbox to the next, and an inbox more, does not keep up. */
async function isFull(handle: WorkflowHandle<SubscriptionWorkflow>, { budget }: TemporalEngineOptions): Promise<boolean> {
  const { status, historyLength, historySize = 0 } = await handle.describe();
  const { events, bytes } = crowdedAt(budget);
  return status.name === 'RUNNING' && (historyLength >= events + inboxCapacity || historySize >= 2 * bytes);
}

const isCreation = (request: EngineRequest | CreateRequest): request is CreateRequest => request.command.type === 'create';

const handleOf = ({ tenantId, subscriptionId }: EngineRequest, client: Client): WorkflowHandle<SubscriptionWorkflow> =>
  client.workflow.getHandle<SubscriptionWorkflow>(subscriptionWorkflowId(tenantId, subscriptionId));

const messagesOf = ({ command }: EngineRequest): CommandMessages => commandMessages(command.type);

const messageOf = <R extends EngineRequest>({ requestId, requestHash, command }: R): CommandMessage<R['command']['type']> =>
  ({ requestId, requestHash, command }) as CommandMessage<R['command']['type']>;
