import { createHash } from 'node:crypto';
import type { SubscriptionId, TenantId } from '../domain/ids.ts';
import type { WorkflowStartOptions } from '@temporalio/client';
import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { subscriptionWorkflowId } from '../contracts/messages.ts';
import type { Known, ResumableSubscription, SubscriptionRun, SubscriptionWorkflow } from '../contracts/workflow.ts';
import { orderedBase } from '../domain/subscription/model/commands.ts';
import { statusOf, type SubscriptionStatus } from '../domain/subscription/model/state.ts';
import { describeNextDue } from '../domain/subscription/summary.ts';
import type { Cadence } from '../domain/time/cadence.ts';
import type { CreateRequest } from '../application/ports/engine.ts';
import type { StoredSubscription } from '../application/ports/fleet.ts';

/** The settings of new workflows. */
export interface WorkflowStartSettings {
  readonly taskQueue: string;
  /** The number of decisions of one workflow run. */
  readonly budget: number;
  /** The span in milliseconds over which wakes of one instant are spread; 0 disables it. */
  readonly renewalSpreadMs: number;
}

/** Every start uses an open workflow as it is. */
type StartOptions = WorkflowStartOptions<SubscriptionWorkflow> & { readonly workflowIdConflictPolicy: 'USE_EXISTING' };

/**
 * The start of a workflow for the creation of its subscription. Restarts a workflow that was terminated or has failed; if one has
 * completed, the creation was decided.
 */
export function creationStart(request: CreateRequest, settings: WorkflowStartSettings): StartOptions {
  const { tenantId, subscriptionId, command } = request;
  const { customerId, currency, cadence } = command;
  const { key: baseKey } = orderedBase(command);
  const order = { tenantId, subscriptionId, customerId, baseKey, currency, cadence };
  return {
    ...startOptions(order, settings, { known: null, shownStatus: 'pending' }),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
  };
}

/** The start of a missing workflow from the stored state of its subscription. */
export function resumptionStart(subscription: ResumableSubscription, settings: WorkflowStartSettings): StartOptions {
  const { known, ...rest } = subscription;
  const { customerId, planKey: baseKey, status } = known;
  return {
    ...startOptions({ ...rest, customerId, baseKey }, settings, { known, shownStatus: status }),
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  };
}

/** Converts a stored subscription for the start of its workflow; null if it has ended. */
export function toResumable(tenantId: TenantId, { id, revision, state }: StoredSubscription): ResumableSubscription | null {
  if (state.stage === 'over') return null;
  const { customerId, base, clock, currency, cadence } = state.terms;
  const known = {
    revision,
    status: statusOf(state),
    at: state.at,
    nextWake: describeNextDue(state),
    summary: `found without a workflow at revision ${revision}, and given a new one`,
    customerId,
    planKey: base.key,
    clock,
  };
  return { tenantId, subscriptionId: id, currency, cadence, known };
}

interface WorkflowSubject {
  readonly tenantId: TenantId;
  readonly subscriptionId: SubscriptionId;
  readonly customerId: string;
  readonly baseKey: string;
  readonly currency: string;
  readonly cadence: Cadence;
}

function startOptions(
  { tenantId, subscriptionId, customerId, baseKey, currency, cadence }: WorkflowSubject,
  { taskQueue, budget, renewalSpreadMs }: WorkflowStartSettings,
  { known, shownStatus }: { readonly known: Known | null; readonly shownStatus: SubscriptionStatus },
): StartOptions {
  const summary = `${baseKey} for ${customerId}`;
  const wakeDelayMs = spreadOf(subscriptionId, renewalSpreadMs);
  const run: SubscriptionRun = { tenantId, subscriptionId, budget, wakeDelayMs, known, shownStatus };
  return {
    workflowId: subscriptionWorkflowId(tenantId, subscriptionId),
    workflowIdConflictPolicy: 'USE_EXISTING',
    // The server notices a killed worker only when its workflow task times out.
    workflowTaskTimeout: '5s',
    taskQueue,
    args: [run],
    typedSearchAttributes: new TypedSearchAttributes([
      { key: keyword('AnnexTenant'), value: tenantId },
      { key: keyword('AnnexCustomer'), value: customerId },
      { key: keyword('AnnexPlan'), value: baseKey },
      { key: keyword('AnnexStatus'), value: shownStatus },
    ]),
    // A continue-as-new keeps the memo and drops the summary, which the SDK cannot set again.
    memo: { customerId, planKey: baseKey, currency, cadence, summary },
    staticSummary: summary,
  };
}

const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

/** The delay of a subscription, constant so that it does not change the time between its wakes (ADR 0041). */
function spreadOf(subscriptionId: SubscriptionId, spreadMs: number): number {
  if (spreadMs === 0) return 0;
  return createHash('sha256').update(subscriptionId).digest().readUInt32BE(0) % spreadMs;
}
