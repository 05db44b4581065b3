import type { DecisionUnit } from '../../application/ports/decisions.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Database } from '../database/database.ts';
import { DatabaseUnavailable, translateBeginError } from '../database/errors.ts';
import type { Begun, PipelinedTransaction } from '../database/pipelined-pool.ts';
import { LeftBatch, type Member, openMember } from './decision-member.ts';
import { lockSubscriptions, type PlacedRow, writeDecisions } from './decision-statements.ts';

/** The most decisions in one transaction: after a failure of one, all others are decided again. */
const largestBatch = 24;

/** The decisions of a tenant that wait for the transaction under way, in the order of their arrival. */
interface Queue {
  waiting: readonly Member[];
  isBusy: boolean;
}

/**
 * Group commit (ADR 0073): decisions of one tenant that arrive while a transaction of it runs share the next one. A lone decision
 * starts at once.
 * @throws LeftBatch where nothing of the decision was written and it must be decided alone, DatabaseUnavailable, or what the work throws.
 */
export function decisionBatches(database: Database) {
  const queues = new Map<TenantId, Queue>();

  function enqueue(tenantId: TenantId, member: Member): void {
    const queue = queues.get(tenantId) ?? { waiting: [], isBusy: false };
    queues.set(tenantId, queue);
    queue.waiting = [...queue.waiting, member];
    startNext(tenantId, queue);
  }

  function startNext(tenantId: TenantId, queue: Queue): void {
    if (queue.isBusy) return;
    const { batch, rest } = nextBatch(queue.waiting);
    if (batch.length === 0) {
      queues.delete(tenantId);
      return;
    }
    queue.waiting = rest;
    queue.isBusy = true;
    const makeWay = once(() => {
      queue.isBusy = false;
      startNext(tenantId, queue);
    });
    void decideBatch({ database, tenantId, batch, makeWay }).finally(makeWay);
  }

  return async function decideTogether<T>(tenantId: TenantId, work: (unit: DecisionUnit) => Promise<T>): Promise<T> {
    const member = openMember({ database, tenantId, join: (joining) => enqueue(tenantId, joining) });
    try {
      const result = await work(member.unit);
      await member.commit();
      return result;
    } finally {
      member.withdraw();
    }
  };
}

/** The next decisions, no two of them of one subscription, and those that go on waiting. */
function nextBatch(waiting: readonly Member[]): { readonly batch: readonly Member[]; readonly rest: readonly Member[] } {
  const taken = new Map<string, Member>();
  for (const member of waiting) {
    if (taken.size === largestBatch) break;
    const { subscriptionId } = member.wanted;
    if (!taken.has(subscriptionId)) taken.set(subscriptionId, member);
  }
  const batch = new Set(taken.values());
  return { batch: [...batch], rest: waiting.filter((member) => !batch.has(member)) };
}

interface Batch {
  readonly database: Database;
  readonly tenantId: TenantId;
  readonly batch: readonly Member[];
  /** Lets the next batch of the tenant start before this one has ended. */
  readonly makeWay: () => void;
}

/** Decides a batch in one transaction. Never rejects: each member is told. */
async function decideBatch({ database, tenantId, batch, makeWay }: Batch): Promise<void> {
  const wanted = batch.map((member) => member.wanted);
  let begun: Begun<PlacedRow[]>;
  try {
    begun = await database.pipelined.begin<PlacedRow[]>(tenantId, lockSubscriptions(tenantId, wanted));
  } catch (cause) {
    const error = cause instanceof DatabaseUnavailable ? cause : new LeftBatch('the batch could not begin', { cause });
    for (const member of batch) member.reject(error);
    return;
  }
  const { transaction, rows } = begun;
  const inside = rows.flatMap((row) => {
    const member = batch[row.place - 1];
    member?.admit(row, transaction);
    return member ?? [];
  });
  for (const member of batch)
    if (!inside.includes(member)) member.reject(new LeftBatch('another transaction holds the subscription'));
  await untilDecided(inside, makeWay);
  await write({ transaction, tenantId, members: inside });
}

/**
 * Waits for the work of all members, as long as it waits for nothing but statements of the batch. Whoever waits for something else
 * leaves; a lone one stays, and lets the next batch start.
 */
async function untilDecided(members: readonly Member[], makeWay: () => void): Promise<void> {
  const all = Promise.all(members.map(({ decided }) => decided));
  for (;;) {
    const stalled = await Promise.race([all.then(() => []), stalledMembers(members)]);
    if (stalled.length === 0) break;
    if (members.length === 1) makeWay();
    else for (const member of stalled) member.leave();
    if (members.length === 1) break;
  }
  await all;
}

/**
 * Waits until a member waits neither for a statement nor for the processor: a whole turn of the event loop has passed since its last
 * statement was answered. Answers those members; none if all have decided.
 */
async function stalledMembers(members: readonly Member[]): Promise<readonly Member[]> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    const deciding = members.filter((member) => member.isDeciding());
    const stalled = deciding.filter((member) => member.statement() === null);
    if (deciding.length === 0 || stalled.length > 0) return stalled;
    await Promise.race(deciding.map((member) => settled(member.statement())));
  }
}

/** A failed statement ends the waiting like an answered one; its member is told by itself. */
async function settled(statement: Promise<unknown> | null): Promise<void> {
  await Promise.allSettled([statement]);
}

interface Written {
  readonly transaction: PipelinedTransaction;
  readonly tenantId: TenantId;
  readonly members: readonly Member[];
}

/**
 * Writes what the members saved and commits, in one trip. If the server has confirmed that it rolled back, each is decided alone, so
 * that one that fails takes no other with it. If the connection is lost, nobody knows whether the commit succeeded: each gets an outage,
 * and its retry finds the stored outcome by the request id.
 */
async function write({ transaction, tenantId, members }: Written): Promise<void> {
  const savers = members.filter((member) => member.record() !== undefined);
  try {
    const records = savers.flatMap((member) => member.record() ?? []);
    await transaction.commit(records.length === 0 ? undefined : writeDecisions(tenantId, records));
  } catch (cause) {
    const end = await transaction.rollBack();
    const error = end === 'rolledBack' ? new LeftBatch('the batch failed', { cause }) : translateBeginError(cause);
    for (const member of savers) member.end({ result: 'failed', error });
    return;
  }
  for (const member of savers) member.end({ result: 'committed' });
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    act();
  };
}
