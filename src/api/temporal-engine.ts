import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Client,
  isGrpcServiceError,
  type WorkflowHandle,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowFailedError,
  WorkflowNotFoundError,
  type WorkflowStartOptions,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import {
  type Applied,
  type CommandMessage,
  type CommandMessages,
  commandTable,
  type Outcome,
  subscriptionWorkflowId,
  subscriptionWorkflowType,
} from '../contracts/messages.ts';
import type { SubscriptionWorkflow, SubscriptionRun } from '../contracts/workflow.ts';
import type { Refusal } from '../domain/refusal.ts';
import { orderedBase } from '../domain/subscription/commands.ts';
import { type CreateRequest, type Engine, type EngineRequest, EngineUnavailable } from './engine-port.ts';
import { createLanes } from './lanes.ts';

/** How the engine starts workflows and how long it waits for them. */
export interface TemporalEngineOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** How many wakes and commands one run of a workflow serves. */
  readonly budget: number;
  /** Over how many milliseconds wakes that are due at one instant are spread; 0 for not at all. */
  readonly renewalSpreadMs: number;
  /** How long a caller waits for a decision before it is told to come again. */
  readonly answerWithinMs: number;
}

/** The engine on a Temporal server: creation is update-with-start, every other command an update (architecture §4). */
export function temporalEngine(options: TemporalEngineOptions): Engine {
  const { client } = options;
  const lanes = createLanes();
  // The workflow does its commands one after the other anyhow. Sent together, the server would refuse the eleventh, and those
  // that meet a continue-as-new would wait for a workflow task to time out.
  const inTurn = <T>({ subscriptionId }: EngineRequest, work: () => Promise<T>): Promise<T> =>
    answerInTime((tooLate) => lanes.run(subscriptionId, tooLate, () => untilProcessed(tooLate, work)), options);
  return {
    create: (request) =>
      answer(
        () => inTurn(request, () => startWithUpdate(request, options)),
        () => answerInTime(() => closedOutcome(handleOf(request, client)), options),
      ),
    send: (request) =>
      answer(
        () =>
          inTurn(request, () =>
            handleOf(request, client).executeUpdate<Applied, [CommandMessage]>(messagesOf(request).update, {
              updateId: request.requestId,
              args: [messageOf(request)],
            }),
          ),
        () => answerInTime(() => endedOutcome(handleOf(request, client)), options),
      ),
    signal: async (request) => {
      try {
        await answerInTime(() => sendSignal(request, options), options);
      } catch (error) {
        throw asUnavailable(error);
      }
    },
  };
}

/** The SDK pauses between its tries without a look at the deadline, so the deadline is kept here as well. */
async function answerInTime<T>(
  work: (tooLate: AbortSignal) => Promise<T>,
  { client, answerWithinMs }: TemporalEngineOptions,
): Promise<T> {
  const tooLate = new AbortController();
  const answered = new AbortController();
  const late = pause(answerWithinMs, undefined, { signal: answered.signal }).then((): never => {
    const error = new EngineUnavailable('The engine did not answer in time.');
    tooLate.abort(error);
    throw error;
  });
  try {
    return await Promise.race([client.withDeadline(Date.now() + answerWithinMs, () => work(tooLate.signal)), late]);
  } finally {
    answered.abort();
  }
}

/** An update that reaches a worker in the moment of a continue-as-new may come back untouched: then it is sent again. */
async function untilProcessed<T>(tooLate: AbortSignal, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      const isUntouched =
        error instanceof WorkflowUpdateFailedError &&
        error.cause instanceof ApplicationFailure &&
        error.cause.type === 'UnprocessedUpdate';
      if (!isUntouched || tooLate.aborted) throw error;
    }
  }
}

const ended: Outcome = {
  result: 'refused',
  error: { code: 'subscription_ended', message: 'The subscription has ended. Create a new one.' },
};

async function answer(work: () => Promise<Applied>, whenClosed: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal) return { result: 'refused', error: refusal };
    if (!isClosed(error)) throw asUnavailable(error);
  }
  try {
    return await whenClosed();
  } catch (error) {
    throw asUnavailable(error);
  }
}

const isClosed = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError;

/** The refusal that the workflow threw for an update, if the error is one. */
function refusalIn(error: unknown): Refusal | undefined {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return undefined;
  const [refusal] = error.cause.details ?? [];
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

/**
 * A command that finds its workflow closed: the subscription has ended, if the workflow came to its end by itself. One that was
 * terminated, or is gone, leaves a subscription that goes on as soon as an operator has reset the workflow.
 */
async function endedOutcome(handle: WorkflowHandle<SubscriptionWorkflow>): Promise<Outcome> {
  const { status } = await handle.describe();
  if (status.name === 'COMPLETED') return ended;
  throw new EngineUnavailable(`The workflow ${handle.workflowId} is ${status.name}: reset it.`);
}

/** A creation that finds its workflow closed was either refused, or its subscription has ended since. */
async function closedOutcome(handle: WorkflowHandle<SubscriptionWorkflow>): Promise<Outcome> {
  const result = await handle.result();
  if ('refused' in result) return result.refused ? { result: 'refused', error: result.refused } : ended;
  const made = { invoiceIds: [], creditNoteIds: [], pendingIds: [], attachmentId: null };
  return { result: 'applied', ...result.ended, made };
}

function startWithUpdate(request: CreateRequest, options: TemporalEngineOptions): Promise<Applied> {
  const startWorkflowOperation = new WithStartWorkflowOperation<SubscriptionWorkflow>(subscriptionWorkflowType, {
    ...startOptions(request, options),
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  return options.client.workflow.executeUpdateWithStart(commandTable.create.update, {
    updateId: request.requestId,
    args: [messageOf(request)],
    startWorkflowOperation,
  });
}

async function sendSignal(request: EngineRequest, options: TemporalEngineOptions): Promise<void> {
  const { signal } = messagesOf(request);
  const signalArgs: [CommandMessage] = [messageOf(request)];
  if (request.command.type !== 'create') return handleOf(request, options.client).signal(signal, ...signalArgs);
  await options.client.workflow.signalWithStart<SubscriptionWorkflow, [CommandMessage]>(subscriptionWorkflowType, {
    ...startOptions({ ...request, command: request.command, customerId: request.command.customerId }, options),
    signal,
    signalArgs,
  });
}

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

function startOptions(
  { tenantId, subscriptionId, customerId, command }: CreateRequest,
  { taskQueue, budget, renewalSpreadMs }: TemporalEngineOptions,
): WorkflowStartOptions<SubscriptionWorkflow> {
  const { key: planKey } = orderedBase(command);
  const summary = `${planKey} for ${customerId}`;
  const run: SubscriptionRun = {
    tenantId,
    subscriptionId,
    budget,
    wakeDelayMs: spreadOf(subscriptionId, renewalSpreadMs),
    known: null,
    shownStatus: 'pending',
  };
  return {
    workflowId: subscriptionWorkflowId(tenantId, subscriptionId),
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    // A killed worker is noticed only when its workflow task times out.
    workflowTaskTimeout: '5s',
    taskQueue,
    args: [run],
    typedSearchAttributes: new TypedSearchAttributes([
      { key: keyword('AnnexTenant'), value: tenantId },
      { key: keyword('AnnexCustomer'), value: customerId },
      { key: keyword('AnnexPlan'), value: planKey },
      { key: keyword('AnnexStatus'), value: 'pending' },
    ]),
    // A continue-as-new keeps the memo and drops the summary, which the SDK cannot give it again.
    memo: { customerId, planKey, currency: command.currency, cadence: command.cadence, summary },
    staticSummary: summary,
  };
}

/** The same delay for the same subscription, so that its wakes keep their distance from each other. */
function spreadOf(subscriptionId: string, spreadMs: number): number {
  if (spreadMs === 0) return 0;
  return createHash('sha256').update(subscriptionId).digest().readUInt32BE(0) % spreadMs;
}

const handleOf = ({ tenantId, subscriptionId }: EngineRequest, client: Client): WorkflowHandle<SubscriptionWorkflow> =>
  client.workflow.getHandle<SubscriptionWorkflow>(subscriptionWorkflowId(tenantId, subscriptionId));

/** The table types each message by its command; here all of them are handled alike. */
const messagesOf = ({ command }: EngineRequest): CommandMessages => commandTable[command.type] as CommandMessages;

const messageOf = <R extends EngineRequest>({ requestId, requestHash, command }: R): CommandMessage<R['command']['type']> =>
  ({ requestId, requestHash, command }) as CommandMessage<R['command']['type']>;
