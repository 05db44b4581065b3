import { Pool, type PoolClient, type Query } from 'pg';
import { invariant } from '../../domain/invariant.ts';
import type { TenantId } from '../../domain/ids.ts';
import { tenantSetting } from '../migrations/table-rules.ts';
import { translateBeginError, translateError } from './errors.ts';

/** A statement of the driver: `$1` stands for the first value. */
export type Statement = Query;

/** Runs statements with `?` for each parameter: an EntityManager, or a transaction of the pipelined pool. */
export interface SqlRunner {
  execute<Rows extends object[]>(sql: string, parameters: readonly unknown[]): Promise<Rows>;
}

/** An open transaction of one tenant on a connection of its own. It ends with `commit`, or with `rollBack` after any error. */
export interface PipelinedTransaction {
  /** Runs a statement. Errors are those of the driver. */
  run<Rows extends object[]>(statement: Statement): Promise<Rows>;
  /** Sends the last statement, if there is one, together with the commit. Errors are those of the driver. */
  commit(last?: Statement): Promise<void>;
  /**
   * Ends the transaction after an error. `rolledBack`: the server has confirmed that nothing of it was committed. `unknown`: the
   * connection is lost; the commit may have succeeded if it was sent.
   */
  rollBack(): Promise<'rolledBack' | 'unknown'>;
}

/** A pool of connections whose transactions send statements without waiting for the answers to earlier ones. */
export interface PipelinedPool {
  /**
   * Begins a transaction of the tenant together with its first statement, in one round trip.
   * @throws DatabaseUnavailable, PersistenceConflict, or another error of the driver.
   */
  begin<Rows extends object[]>(tenantId: TenantId, first: Statement): Promise<Begun<Rows>>;
  /**
   * Runs statements as one transaction of the tenant, in one round trip, and returns the rows of each. With `synchronousCommit: 'off'`
   * it does not wait until the commit is on the disk: a crash of the server may lose it, whole.
   * @throws DatabaseUnavailable, PersistenceConflict, or another error of the driver. Nothing was written then, unless the connection
   * was lost.
   */
  transact<Rows extends object[]>(
    tenantId: TenantId,
    statements: readonly Statement[],
    options?: CommitOptions,
  ): Promise<Rows[]>;
  /**
   * Runs one statement without a tenant: row-level security hides every row from it, so it calls a function of the owner.
   * @throws DatabaseUnavailable, PersistenceConflict, or another error of the driver.
   */
  runWithoutTenant<Rows extends object[]>(statement: Statement): Promise<Rows>;
  /** Waits until no transaction is open. */
  close(): Promise<void>;
}

export interface Begun<Rows> {
  readonly transaction: PipelinedTransaction;
  /** The answer to the first statement. */
  readonly rows: Rows;
}

export interface CommitOptions {
  readonly synchronousCommit?: 'off';
}

/** Called with what happened to a connection; the statements on it fail by themselves. */
type Warn = (message: string) => void;

/**
 * Longer than the server's `statement_timeout` of 10 s: only a connection that is lost without a sign reaches it. The driver closes
 * that connection then, so that it does not occupy its place in the pool.
 */
const answerTimeoutMs = 15_000;

/** Opens the pool with the driver's options of connections and pools. It connects on first use. */
export function openPipelinedPool(options: object, warn: Warn): PipelinedPool {
  const pool = new Pool({ query_timeout: answerTimeoutMs, ...options, pipeline: true });
  // Without listeners, a lost connection would end the process.
  pool.on('error', ({ message }) => warn(`PostgreSQL pool error: ${message}`));
  pool.on('connect', (client) => {
    client.on('error', ({ message }) => warn(`PostgreSQL connection error: ${message}`));
  });
  return {
    async begin<Rows extends object[]>(tenantId: TenantId, first: Statement) {
      const client = await connect(pool);
      const transaction = transactionOn(client, warn);
      const [beginning, answer] = await Promise.allSettled([beginOn(client, tenantId), transaction.run<Rows>(first)]);
      if (beginning.status === 'fulfilled' && answer.status === 'fulfilled') return { transaction, rows: answer.value };
      await transaction.rollBack();
      if (beginning.status === 'rejected') throw translateBeginError(beginning.reason);
      throw translateError(answer.status === 'rejected' ? answer.reason : undefined);
    },
    async transact<Rows extends object[]>(tenantId: TenantId, statements: readonly Statement[], commit: CommitOptions = {}) {
      const client = await connect(pool);
      const transaction = transactionOn(client, warn);
      const [beginning, answers, end] = await Promise.allSettled([
        beginOn(client, tenantId, commit),
        Promise.all(statements.map((statement) => transaction.run<Rows>(statement))),
        transaction.commit(),
      ]);
      if (answers.status === 'fulfilled' && end.status === 'fulfilled') return answers.value;
      if (end.status === 'rejected') await transaction.rollBack();
      if (beginning.status === 'rejected') throw translateBeginError(beginning.reason);
      throw translateError(answers.status === 'rejected' ? answers.reason : end.status === 'rejected' ? end.reason : undefined);
    },
    async runWithoutTenant<Rows extends object[]>(statement: Statement) {
      try {
        // The pool of the driver leaves its callback in the object that it is given.
        const { rows } = await pool.query<Rows>({ ...statement });
        return rows;
      } catch (error) {
        throw translateError(error);
      }
    },
    close: () => pool.end(),
  };
}

/** Begins a transaction that sees only rows of the tenant. */
function beginOn(client: PoolClient, tenantId: TenantId, { synchronousCommit }: CommitOptions = {}): Promise<unknown> {
  const tenant = `set local ${tenantSetting} = ${client.escapeLiteral(tenantId)}`;
  const commit = synchronousCommit === undefined ? '' : `; set local synchronous_commit = ${synchronousCommit}`;
  return client.query({ text: `begin; ${tenant}${commit}` });
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw translateBeginError(error);
  }
}

function transactionOn(client: PoolClient, warn: Warn): PipelinedTransaction {
  return {
    async run<Rows extends object[]>(statement: Statement) {
      const { rows } = await client.query<Rows>(statement);
      return rows;
    },
    async commit(last) {
      const written = last === undefined ? undefined : client.query(last);
      const committed = client.query({ text: 'commit' });
      const [before, end] = await Promise.allSettled([written, committed]);
      if (before.status === 'rejected') throw before.reason;
      if (end.status === 'rejected') throw end.reason;
      // PostgreSQL answers a commit after an error with ROLLBACK, and reports no error.
      invariant(end.value.command === 'COMMIT', 'a transaction without errors was committed');
      client.release();
    },
    async rollBack() {
      try {
        await client.query({ text: 'rollback' });
        client.release();
        return 'rolledBack';
      } catch (error) {
        warn(`rollback without a connection: ${String(error)}`);
        client.release(true);
        return 'unknown';
      }
    },
  };
}

/** A statement from SQL with `?` for each parameter, as that for the ORM has. */
export function statementOf(sql: string, parameters: readonly unknown[]): Statement {
  let place = 0;
  return { text: sql.replaceAll('?', () => `$${(place += 1)}`), values: parameters };
}

/** Runs statements that have `?` for each parameter. */
export const sqlRunner = (run: PipelinedTransaction['run']): SqlRunner => ({
  execute: async (sql, parameters) => run(statementOf(sql, parameters)),
});
