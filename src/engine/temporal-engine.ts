import { randomUUID } from 'node:crypto';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
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
  type ResumableSubscription,
  type SubscriptionWorkflow,
} from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import { subscriptionEnded, subscriptionNotFound, tooManyCommands } from '../domain/refusals/subscriptions.ts';
import { EngineUnavailable } from '../application/engine-unavailable.ts';
import type { CreateRequest, Engine, EngineRequest } from '../application/ports/engine.ts';
import { createLanes } from '../application/lanes.ts';
import { creationStart, resumptionStart, type WorkflowStartSettings } from './workflow-start.ts';

/** The settings of the engine: how it starts workflows and how long it waits for them. */
export interface TemporalEngineOptions extends WorkflowStartSettings {
  readonly client: Client;
  /** How long a caller waits for a decision before it is told to retry. */
  readonly answerWithinMs: number;
  /** Reads where a subscription is in its life. Called only if its workflow is missing. */
  readonly findResumable: (
    tenantId: TenantId,
    subscriptionId: SubscriptionId,
  ) => Promise<ResumableSubscription | 'ended' | 'notFound'>;
}

/**
 * The engine on a Temporal server: creation is update-with-start, every other command an update (ADR 0004). A command that
 * finds no workflow starts it from the stored state of the subscription (ADR 0023).
 */
export function temporalEngine(options: TemporalEngineOptions): Engine {
  const lanes = createLanes(inboxCapacity);
  // A workflow decides one command at a time anyway. The server would refuse the eleventh concurrent update, and updates during a
  // continue-as-new would wait for a workflow task to time out.
  const inLane = async <T>(lane: string, send: (expired: AbortSignal) => Promise<T>): Promise<T | 'tooMany'> => {
    const turn = lanes.enter(lane);
    if (turn === null) return 'tooMany';
    const latestStart = performance.now() + options.answerWithinMs * queueTimeShare;
    const onStart = (): void => {
      if (performance.now() > latestStart) throw answerTimeout();
    };
    try {
      return await answerInTime((expired) => turn.run(onStart, () => send(expired)), options);
    } catch (error) {
      if (turn.isDelayedByOthers) return 'tooMany';
      throw asUnavailable(error);
    }
  };
  const decided = async ({ subscriptionId }: EngineRequest, send: () => Promise<Outcome>): Promise<Outcome> => {
    const outcome = await inLane(subscriptionId, (expired) => asOutcome(retryUnprocessed(expired, send)));
    return outcome === 'tooMany' ? { result: 'refused', error: tooManyCommands().error } : outcome;
  };
  return {
    create: (request) => decided(request, () => createInWorkflow(request, options)),
    send: (request) => decided(request, () => updateWorkflow(request, options)),
    async signal(request) {
      const refused = await inLane(`signals to ${request.subscriptionId}`, () => signalWorkflow(request, options));
      return refused === 'tooMany' ? tooManyCommands().error : refused;
    },
  };
}

/**
 * The share of the answer time for waiting in the lane. A command that waits longer is not sent: its answer would come too late.
 */
const queueTimeShare = 0.75;

const answerTimeout = (): EngineUnavailable => new EngineUnavailable('The engine did not answer in time.');

/** Enforces the deadline, because the SDK ignores it between retries. */
async function answerInTime<T>(
  work: (expired: AbortSignal) => Promise<T>,
  { client, answerWithinMs }: TemporalEngineOptions,
): Promise<T> {
  const expired = new AbortController();
  const answered = new AbortController();
  const late = pause(answerWithinMs, undefined, { signal: answered.signal }).then((): never => {
    const error = answerTimeout();
    expired.abort(error);
    throw error;
  });
  try {
    return await Promise.race([client.withDeadline(Date.now() + answerWithinMs, () => work(expired.signal)), late]);
  } finally {
    answered.abort();
  }
}

/**
 * Sends an update until a run processes it. An update that reaches a worker during a continue-as-new may come back unprocessed,
 * and a run that is about to continue rejects it (ADR 0042).
 */
async function retryUnprocessed<T>(expired: AbortSignal, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const failure = failureIn(error);
      const isUnprocessed = failure?.type === 'UnprocessedUpdate' || failure?.type === endingRunType;
      if (!isUnprocessed || expired.aborted) throw error;
      if (failure.type === endingRunType) await pause(endingRunPauseMs);
    }
  }
}

/** The pause before the next try: a run ends as soon as it has served its waiting Updates. */
const endingRunPauseMs = 20;

const failureIn = (error: unknown): ApplicationFailure | undefined =>
  error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause : undefined;

const ended = subscriptionEnded({ endedAt: null }).error;

/** The refusal of a command to a subscription that has no workflow and gets none. */
const refusalWithout = (found: 'ended' | 'notFound', { subscriptionId }: EngineRequest): Refusal =>
  found === 'ended' ? ended : subscriptionNotFound({ subscriptionId }).error;

/** Returns a refusal of the workflow as an outcome; throws EngineUnavailable if the workflow was not reached in time. */
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

/** The refusal in the error of an update, if there is one. */
function refusalIn(error: unknown): Refusal | undefined {
  const [refusal] = failureIn(error)?.details ?? [];
  return isRefusal(refusal) ? refusal : undefined;
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'code' in value && 'message' in value;

function asUnavailable(error: unknown): unknown {
  const isUnavailable =
    isGrpcServiceError(error) ||
    error instanceof WorkflowNotFoundError ||
    error instanceof WorkflowFailedError ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    error instanceof WorkflowUpdateFailedError;
  return isUnavailable ? new EngineUnavailable('The engine did not answer in time.', { cause: error }) : error;
}

/** If the workflow of a creation has completed, the creation was refused or the subscription has ended since. */
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
  // A subscription without a workflow does not exist or has ended, or its workflow was terminated or lost with its server.
  const found = await options.findResumable(request.tenantId, request.subscriptionId);
  if (typeof found === 'string') return { result: 'refused', error: refusalWithout(found, request) };
  return updateWithStart(request, options, resumptionStart(found, options));
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
 * A new update id for each attempt: within a run Temporal repeats the first answer to an id, even a temporary refusal such as
 * `subscription_stuck`. The database deduplicates by request id (ADR 0048).
 */
const updateIdOf = ({ requestId }: EngineRequest): string => `${requestId}/${randomUUID()}`;

/**
 * Sends a command as a Signal; returns null, or the refusal. A workflow cannot refuse a Signal, so this checks the length of the
 * run's history first.
 */
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
    if (await isOverloaded(handle, options)) return tooManyCommands().error;
    await handle.signal(signal, ...signalArgs);
    return null;
  } catch (error) {
    if (!isClosed(error) || isCreation(request)) throw error;
  }
  const found = await options.findResumable(request.tenantId, request.subscriptionId);
  return typeof found === 'string' ? refusalWithout(found, request) : withStart(resumptionStart(found, options));
}

/** Whether the history is longer than that of a crowded run by a full inbox: the run does not keep up (ADR 0043). */
async function isOverloaded(handle: WorkflowHandle<SubscriptionWorkflow>, { budget }: TemporalEngineOptions): Promise<boolean> {
  const { status, historyLength, historySize = 0 } = await handle.describe();
  const { events, bytes } = crowdedAt(budget);
  return status.name === 'RUNNING' && (historyLength >= events + inboxCapacity || historySize >= 2 * bytes);
}

const isCreation = (request: EngineRequest | CreateRequest): request is CreateRequest => request.command.type === 'create';

const handleOf = ({ tenantId, subscriptionId }: EngineRequest, client: Client): WorkflowHandle<SubscriptionWorkflow> =>
  client.workflow.getHandle<SubscriptionWorkflow>(subscriptionWorkflowId(tenantId, subscriptionId));

const messagesOf = ({ command }: EngineRequest): CommandMessages => commandMessages(command.type);

const messageOf = ({ requestId, requestHash, command }: EngineRequest): CommandMessage => ({ requestId, requestHash, command });
