import { setImmediate } from 'node:timers/promises';
import type { TenantId } from '../../domain/ids.ts';
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

/** Everything that a decision on this state needs to know; `command` is null for what falls due by itself. */
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

/** The record as it will be after what has happened, as persistence writes it. */
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

/** How many due instants a preview looks over: twenty years of months. */
export const mostPreviewed = 240;

/**
 * The record with everything that is due up to `at` done in memory. Nothing is written: the workflow will do the same. Others are
 * served between two due instants. Refuses `catch_up_too_long` where there are more than `most` of them.
 */
export async function advanceInMemory(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { record, at, most }: { readonly record: SubscriptionRecord; readonly at: Instant; readonly most: number },
): Promise<Result<SubscriptionRecord>> {
  const { state, nextWakeAt } = record;
  if (state.stage === 'over' || nextWakeAt === null || nextWakeAt > at) return accepted(record);
  const facts = await gatherFacts(reads, tenantId, { state, command: null });
  let reached = record;
  for (let served = 0; reached.state.stage !== 'over'; served += 1) {
    if (reached.nextWakeAt === null || reached.nextWakeAt > at) break;
    if (served === most) return tooMany({ most, at, before: reached.nextWakeAt });
    reached = project(reached, advance(reached.state, { at: reached.nextWakeAt, facts }));
    await setImmediate();
  }
  return accepted(reached);
}

const tooMany = ({ most, at, before }: { readonly most: number; readonly at: Instant; readonly before: Instant }) =>
  catchUpTooLong({ of: 'due', most, at, before });

/**
 * The record as it is true at `now`, even while its timer is late. A sandbox subscription stands still, so it is always as it
 * was written; so is one that is stuck, or is about to be, until what is due can be done.
 */
export async function catchUp(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { record, now }: { readonly record: SubscriptionRecord; readonly now: Instant },
): Promise<SubscriptionRecord> {
  if (record.state.terms.clock !== 'wall' || record.stuck !== null) return record;
  try {
    const current = await advanceInMemory(reads, tenantId, { record, at: now, most: Infinity });
    invariant(current.ok, 'a read looks over as much as is due');
    return current.value;
  } catch (error) {
    // The wake will fail in the same way, report it and mark the subscription. Until then a list is not refused for one of its rows.
    if (isFaultOfDecision(error)) return record;
    throw error;
  }
}

/** The subscription as it is true at `now`. Refuses `subscription_not_found`. */
export async function findCurrent(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { subscriptionId, now }: { readonly subscriptionId: string; readonly now: Instant },
): Promise<Result<SubscriptionRecord>> {
  const record = await reads.find(tenantId, subscriptionId);
  return record === null ? subscriptionNotFound({ subscriptionId }) : accepted(await catchUp(reads, tenantId, { record, now }));
}

/** What is read of a subscription that the tenant has. Refuses `subscription_not_found`. */
export async function ofSubscription<T>(
  reads: SubscriptionReads,
  tenantId: TenantId,
  subscriptionId: string,
  read: () => Promise<T>,
): Promise<Result<T>> {
  if ((await reads.find(tenantId, subscriptionId)) === null) return subscriptionNotFound({ subscriptionId });
  return accepted(await read());
}

/** A page of subscriptions, each as it is true at `now`; the filter goes by what was written last. */
export async function listCurrent(
  reads: SubscriptionReads,
  tenantId: TenantId,
  { filter, page, now }: { readonly filter: SubscriptionFilter; readonly page: PageRequest; readonly now: Instant },
): Promise<Page<SubscriptionRecord>> {
  const { data, next } = await reads.list(tenantId, filter, page);
  return { data: await Promise.all(data.map((record) => catchUp(reads, tenantId, { record, now }))), next };
}

/** What a decision throws by its nature; an outage, which the database throws, is none of these. */
const isFaultOfDecision = (error: unknown): boolean =>
  error instanceof InvariantError || error instanceof RangeError || error instanceof TypeError;

/** The own time of a subscription. */
export const ownTime = ({ state }: SubscriptionRecord, now: Instant): Instant =>
  state.terms.clock === 'wall' ? now : state.at;
