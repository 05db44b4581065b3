import type { DecisionRecord, DecisionUnit } from '../../application/ports/decisions.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Facts, FactQuery } from '../../domain/subscription/model/facts.ts';
import type { Database } from '../database/database.ts';
import { type PipelinedTransaction, sqlRunner, type Statement } from '../database/pipelined-pool.ts';
import { fromDbLocked, type LockedRow, type Wanted } from './decision-statements.ts';
import { baseFacts, loadFacts } from './facts.ts';

/** A decision leaves its batch, which writes nothing of it. It is decided anew in a transaction of its own. */
export class LeftBatch extends Error {
  override readonly name = 'LeftBatch';
}

/** How the transaction of a batch ended for a member that saved something; an error is thrown to its caller. */
type Ending = { readonly result: 'committed' } | { readonly result: 'failed'; readonly error: unknown };

/** One decision in a batch, as the batch sees it. */
export interface Member {
  readonly wanted: Wanted;
  /** Resolves when nothing more is to be expected: its work has ended, or it has left. */
  readonly decided: Promise<unknown>;
  /** Lets the work begin, on what was locked for it. */
  admit(row: LockedRow, transaction: PipelinedTransaction): void;
  /** Does not let the work begin. */
  reject(error: unknown): void;
  /** The statement that the work waits for; null if it waits for none. */
  statement(): Promise<unknown> | null;
  isDeciding(): boolean;
  /** What is to be written; undefined if there is nothing, or it has left. */
  record(): DecisionRecord | undefined;
  leave(): void;
  end(ending: Ending): void;
}

/** The two sides of a member: that of its work, and that of its batch. */
export interface MemberOfBatch {
  readonly unit: DecisionUnit;
  /** Call it when the work has ended well. Resolves when what was saved is committed. */
  commit(): Promise<void>;
  /** Call it when the work has failed: nothing that was saved is written. */
  withdraw(): void;
}

interface Inside {
  readonly row: LockedRow;
  readonly transaction: PipelinedTransaction;
}

/** What its work and its batch know of each other. */
interface State {
  stage: 'waiting' | 'deciding' | 'decided' | 'left';
  inside: Inside | undefined;
  running: Promise<unknown> | null;
  saved: DecisionRecord | undefined;
  readonly admitted: PromiseWithResolvers<Inside>;
  readonly decided: PromiseWithResolvers<void>;
  readonly ended: PromiseWithResolvers<Ending>;
}

interface Place {
  readonly database: Database;
  readonly tenantId: TenantId;
  /** Puts the member into a batch. */
  readonly join: (member: Member) => void;
}

/**
 * Opens a member, which joins a batch when its work loads its subscription. Whatever a batch cannot do for it, or only by letting others
 * wait, throws LeftBatch into the work.
 */
export function openMember(place: Place): MemberOfBatch {
  const state: State = {
    stage: 'waiting',
    inside: undefined,
    running: null,
    saved: undefined,
    admitted: Promise.withResolvers(),
    decided: Promise.withResolvers(),
    ended: Promise.withResolvers(),
  };
  return {
    unit: unitOf(state, place),
    async commit() {
      const left = state.stage === 'left';
      close(state, 'decided');
      if (state.saved === undefined) return;
      if (left) throw new LeftBatch('the batch did not wait for the decision');
      const ending = await state.ended.promise;
      if (ending.result === 'failed') throw ending.error;
    },
    withdraw() {
      state.saved = undefined;
      close(state, 'decided');
    },
  };
}

/** The side of the batch. */
const memberOf = (state: State, wanted: Wanted): Member => ({
  wanted,
  decided: state.decided.promise,
  admit(row, transaction) {
    state.inside = { row, transaction };
    state.stage = 'deciding';
    state.admitted.resolve(state.inside);
  },
  reject(error) {
    close(state, 'left');
    state.admitted.reject(error);
  },
  statement: () => state.running,
  isDeciding: () => state.stage === 'deciding',
  record: () => (state.stage === 'decided' ? state.saved : undefined),
  leave: () => close(state, 'left'),
  end: (ending) => state.ended.resolve(ending),
});

/** The side of the work. */
function unitOf(state: State, { database, tenantId, join }: Place): DecisionUnit {
  const em = sqlRunner((statement) => runInside(state, statement));
  const source = { em, tenantId, versions: database.versions, onSale: 'heldIfFree' } as const;
  return {
    async load(subscriptionId, request) {
      if (state.stage !== 'waiting' || state.inside !== undefined) throw new LeftBatch('a second subscription is loaded');
      join(memberOf(state, { subscriptionId, ...request }));
      const { row } = await state.admitted.promise;
      return fromDbLocked(row);
    },
    baseFacts: async () => baseFacts(assertInside(state).row),
    async loadFacts(known, queries) {
      assertInside(state);
      const facts = await loadFacts(source, known, queries);
      if (queries.some((query) => isNotFound(query, facts))) throw new LeftBatch('what is on sale may be locked');
      return facts;
    },
    async save(record) {
      assertInside(state);
      state.saved = record;
    },
    async markStuck() {
      throw new LeftBatch('a mark is written alone');
    },
  };
}

function assertInside({ inside, stage }: State): Inside {
  if (inside === undefined || stage !== 'deciding') throw new LeftBatch('the decision is not in a batch');
  return inside;
}

async function runInside<Rows extends object[]>(state: State, statement: Statement): Promise<Rows> {
  const answer = assertInside(state).transaction.run<Rows>(statement);
  state.running = answer;
  try {
    return await answer;
  } catch (cause) {
    throw new LeftBatch('a statement of the batch failed', { cause });
  } finally {
    state.running = null;
  }
}

/** Nothing more is expected of it. Who has left does not come back. */
function close(state: State, stage: 'decided' | 'left'): void {
  if (state.stage !== 'left') state.stage = stage;
  state.decided.resolve();
}

/** An offering that a deletion has locked is not found either, so only a transaction that waits for it can tell. */
const isNotFound = (query: FactQuery, { launched }: Facts): boolean =>
  query.kind === 'launched' && (launched[query.offering][query.key] ?? null) === null;
