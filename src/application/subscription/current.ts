import { setImmediate } from 'node:timers/promises';
import type { SubscriptionId, TenantId } from '../../domain/ids.ts';
import { invariant, InvariantError } from '../../domain/invariant.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { subscriptionNotFound } from '../../domain/refusals/subscriptions.ts';
import { catchUpTooLong } from '../../domain/refusals/times.ts';
import { advance } from '../../domain/subscription/life/advance.ts';
import type { Command } from '../../domain/subscription/model/commands.ts';
import type { Progress } from '../../domain/subscription/model/decision.ts';
import { consequencesOf } from '../../domain/subscription/outcome/consequences.ts';
import { nextDue } from '../../domain/subscription/life/due.ts';
import type { Facts } from '../../domain/subscription/model/facts.ts';
import { missingFacts } from '../../domain/subscription/needs.ts';
import type { Subscription } from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { Page, PageRequest } from '../ports/paging.ts';
import type { AttachmentRecord, SubscriptionFilter, SubscriptionReads, SubscriptionRecord } from '../ports/subscriptions.ts';

/** A subscription before or after its first event. */
export type Projectable = Omit<SubscriptionRecord, 'state'> & { readonly state: Subscription };

/** Loads the facts that a decision needs; `command` is null for what falls due. */
export async function gatherFacts(
  reads: SubscriptionReads,
  tenantId: TenantId,
  decision: { readonly state: Subscription; readonly command: Command | null },
): Promise<Facts> {
  let facts = await reads.baseFacts(tenantId);
  let missing = missingFacts(decision.state, decision.command, facts);
  while (missing.length > 0) {
    facts = await reads.loadFacts(tenantId, facts, missing);
    missing = missingFacts(decision.state, decision.command, facts);
  }
  return facts;
}

/** The record after events, as persistence would write it. */
export function project(record: Projectable, progress: Progress): SubscriptionRecord {
  const { attachmentsStarted, attachmentsChanged, attachmentsEnded } = consequencesOf(record.state, progress);
  const started = attachmentsStarted.map((attachment): AttachmentRecord => ({ ...attachment, endedAt: null, ending: null }));
  const quantities = new Map(attachmentsChanged.map(({ id, quantity }) => [id, quantity]));
  const ends = new Map(attachmentsEnded.map(({ id, endedAt, ending }) => [id, { endedAt, ending }]));
  const attachments = [...record.attachments, ...started].map((attachment) => ({
    ...attachment,
    quantity: quantities.get(attachment.id) ?? attachment.quantity,
    ...ends.get(attachment.id),
  }));
  return { ...record, state: progress.after, attachments, nextWakeAt: nextDue(progress.after)?.at ?? null };
}

/** The most due instants that a preview processes: 20 years of months. */
export const maxPreviewedInstants = 240;

/**
 * Processes everything due up to `at` in memory, as the workflow will; writes nothing. Yields to other requests between due
 * instants. Refuses `catch_up_too_long` for more than `limit` due instants.
 */
export async function advanceInMemory(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { record, at, limit }: { readonly record: SubscriptionRecord; readonly at: Instant; readonly limit: number },
): Promise<Result<SubscriptionRecord>> {
  const { state, nextWakeAt } = record;
  if (state.stage === 'over' || nextWakeAt === null || nextWakeAt > at) return accepted(record);
  const facts = await gatherFacts(reads, tenantId, { state, command: null });
  let reached = record;
  for (let count = 0; reached.state.stage !== 'over'; count += 1) {
    if (reached.nextWakeAt === null || reached.nextWakeAt > at) break;
    if (count === limit) return tooMany({ limit, at, before: reached.nextWakeAt });
    reached = project(reached, advance(reached.state, { at: reached.nextWakeAt, facts }));
    await setImmediate();
  }
  return accepted(reached);
}

const tooMany = ({ limit, at, before }: { readonly limit: number; readonly at: Instant; readonly before: Instant }) =>
  catchUpTooLong({ of: 'due', most: limit, at, before });

/**
 * The record as of `now`, even while its timer is late. A sandbox subscription is returned as stored, because its clock stands
 * still, and so is a subscription whose due work fails.
 */
export async function catchUp(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { record, now }: { readonly record: SubscriptionRecord; readonly now: Instant },
): Promise<SubscriptionRecord> {
  if (record.state.terms.clock !== 'wall' || record.stuck !== null) return record;
  try {
    const current = await advanceInMemory(reads, tenantId, { record, at: now, limit: Infinity });
    invariant(current.ok, 'a read without a limit is not refused');
    return current.value;
  } catch (error) {
    // The wake will fail likewise, and mark the subscription as stuck. One row must not fail a list.
    if (isDecisionFailure(error)) return record;
    throw error;
  }
}

/** Finds a subscription as of `now`. Refuses `subscription_not_found`. */
export async function findCurrent(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { subscriptionId, now }: { readonly subscriptionId: SubscriptionId; readonly now: Instant },
): Promise<Result<SubscriptionRecord>> {
  const record = await reads.find(tenantId, subscriptionId);
  return record === null ? subscriptionNotFound({ subscriptionId }) : accepted(await catchUp(reads, tenantId, { record, now }));
}

/** Reads something of an existing subscription. Refuses `subscription_not_found`. */
export async function readOfSubscription<T>(
  reads: SubscriptionReads,
  tenantId: TenantId,
  subscriptionId: SubscriptionId,
  read: () => Promise<T>,
): Promise<Result<T>> {
  if ((await reads.find(tenantId, subscriptionId)) === null) return subscriptionNotFound({ subscriptionId });
  return accepted(await read());
}

/** A page of subscriptions as of `now`; the filter applies to the stored records. */
export async function listCurrent(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { filter, page, now }: { readonly filter: SubscriptionFilter; readonly page: PageRequest; readonly now: Instant },
): Promise<Page<SubscriptionRecord>> {
  const { data, next } = await reads.list(tenantId, filter, page);
  return { data: await Promise.all(data.map((record) => catchUp(reads, tenantId, { record, now }))), next };
}

/** Whether the decision itself failed, and not the database. */
const isDecisionFailure = (error: unknown): boolean =>
  error instanceof InvariantError || error instanceof RangeError || error instanceof TypeError;

/** The own time of a subscription: that of its sandbox clock, or `now`. */
export const ownTime = ({ state }: SubscriptionRecord, now: Instant): Instant =>
  state.terms.clock === 'wall' ? now : state.at;
