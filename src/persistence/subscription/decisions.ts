import type { DecisionRecord, DecisionTransaction, DecisionUnit } from '../../application/ports/decisions.ts';
import type { TenantId } from '../../domain/ids.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Database } from '../database/database.ts';
import { translateError } from '../database/errors.ts';
import { type PipelinedTransaction, sqlRunner, type Statement } from '../database/pipelined-pool.ts';
import { decisionBatches } from './decision-batches.ts';
import { LeftBatch } from './decision-member.ts';
import { fromDbLocked, type LockedRow, lockSubscription, writeDecisions, writeStuckMark } from './decision-statements.ts';
import { loadFacts, loadTenantFacts, baseFacts, type TenantFacts } from './facts.ts';

/**
 * Runs the work of each decision in one transaction, shared with others of its tenant where they arrive together (ADR 0073). What the
 * work saves is written when it has ended. A decision that leaves its batch is decided in a transaction of its own, which waits at
 * most 3 s for another decision on the same subscription, then throws DatabaseUnavailable, as for every infrastructure error.
 */
export function decisionTransaction(database: Database): DecisionTransaction {
  const decideTogether = decisionBatches(database);
  return async (tenantId, work) => {
    try {
      return await decideTogether(tenantId, work);
    } catch (error) {
      if (!(error instanceof LeftBatch)) throw translateError(error);
    }
    return decideAlone(database, tenantId, work);
  };
}

/** Begin, lock and load are one round trip, write and commit another (ADR 0074). */
const decideAlone = async <T>(database: Database, tenantId: TenantId, work: (unit: DecisionUnit) => Promise<T>): Promise<T> => {
  const decision = openDecision(database, tenantId);
  try {
    const result = await work(decision.unit);
    await decision.commit();
    return result;
  } catch (error) {
    await decision.rollBack();
    throw translateError(error);
  }
};

/** A unit whose transaction begins with its first statement; ends with `commit`, or with `rollBack` after any error. */
interface OpenDecision {
  readonly unit: DecisionUnit;
  commit(): Promise<void>;
  rollBack(): Promise<void>;
}

function openDecision(database: Database, tenantId: TenantId): OpenDecision {
  let transaction: PipelinedTransaction | undefined;
  let tenant: TenantFacts | undefined;
  let record: DecisionRecord | undefined;
  async function run<Rows extends object[]>(statement: Statement): Promise<Rows> {
    if (transaction !== undefined) return transaction.run(statement);
    const begun = await database.pipelined.begin<Rows>(tenantId, statement);
    ({ transaction } = begun);
    return begun.rows;
  }
  const source = { em: sqlRunner(run), tenantId, versions: database.versions, onSale: 'held' } as const;
  const unit: DecisionUnit = {
    async load(subscriptionId, request) {
      const [row] = await run<LockedRow[]>(lockSubscription(tenantId, { subscriptionId, ...request }));
      invariant(row, `there is no tenant ${tenantId}`);
      tenant = row;
      return fromDbLocked(row);
    },
    async baseFacts() {
      tenant ??= await loadTenantFacts(source);
      return baseFacts(tenant);
    },
    loadFacts: (known, queries) => loadFacts(source, known, queries),
    async save(decision) {
      invariant(transaction, 'a subscription is locked before its decision is saved');
      record = decision;
    },
    async markStuck(mark) {
      await run(writeStuckMark(tenantId, mark));
    },
  };
  return {
    unit,
    commit: async () => transaction?.commit(record === undefined ? undefined : writeDecisions(tenantId, [record])),
    async rollBack() {
      await transaction?.rollBack();
    },
  };
}
