import type { z } from 'zod';
import { type Answer, isTemporary, problem, refusal } from './answer.ts';
import type { ApiDeps } from './deps.ts';
import type { CatalogueWrites } from '../../application/ports/catalogue.ts';
import type { ProblemInput } from './problem.ts';
import { requestHash } from './request-hash.ts';
import { type Call, type Contract, type EdgeRequest, parseCall, type Route } from './route.ts';
import { idempotencyKeyReused } from '../../domain/refusals/requests.ts';

/** The identity of an idempotent request: its Idempotency-Key and the hash of the request. */
export interface Once {
  readonly key: string;
  readonly hash: string;
}

/**
 * A write to the catalogue, in one transaction with its Idempotency-Key and its answer. The same key gives the same answer; another
 * request with it is refused.
 */
export const writeRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  deps: ApiDeps,
  contract: Contract<P, Q, B>,
  handle: (call: Call<P, z.output<Q>, z.output<B>>, writes: CatalogueWrites) => Promise<Answer>,
): Route => ({
  kind: 'write',
  contract,
  run: (request) => parseCall(contract, request, (call) => runOnce(deps, request, (writes) => handle(call, writes))),
});

/** A write whose body is slow to parse: `prepare` parses it before the transaction. A refused body does not use up the key. */
export const preparedWriteRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType, T>(
  deps: ApiDeps,
  contract: Contract<P, Q, B>,
  {
    prepare,
    handle,
  }: {
    readonly prepare: (body: z.output<B>) => Promise<Prepared<T>>;
    readonly handle: (call: Call<P, z.output<Q>, T>, writes: CatalogueWrites) => Promise<Answer>;
  },
): Route => ({
  kind: 'write',
  contract,
  run: (request) =>
    parseCall(contract, request, async (call) => {
      const prepared = await prepare(call.body);
      if (!prepared.ok) return problem(prepared.problem, request.requestId);
      return runOnce(deps, request, (writes) => handle({ ...call, body: prepared.value }, writes));
    }),
});

type Prepared<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: ProblemInput };

async function runOnce(
  deps: ApiDeps,
  request: EdgeRequest,
  handle: (writes: CatalogueWrites) => Promise<Answer>,
): Promise<Answer> {
  const { key, hash } = onceOf(request);
  const done = await deps.writes.runOnce({ tenantId: request.tenant.id, key, requestHash: hash }, handle);
  return done.kind === 'reused' ? reused(request) : done.answer;
}

/**
 * A command to a subscription: claims the key, has the workflow decide, and stores the answer. An answer of 500 and above, or 429, is
 * not stored, so that the same request can be repeated and completes the same command.
 */
export const commandRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  deps: ApiDeps,
  contract: Contract<P, Q, B>,
  handle: (call: Call<P, z.output<Q>, z.output<B>>, once: Once) => Promise<Answer>,
): Route => ({ kind: 'command', contract, run: (request) => runClaimed(deps, { contract, request, handle }) });

/**
 * An idempotent write outside the catalogue. It claims the key first and stores the answer afterwards, so that it holds no transaction
 * meanwhile.
 */
export const repeatableRoute = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  deps: ApiDeps,
  contract: Contract<P, Q, B>,
  handle: (call: Call<P, z.output<Q>, z.output<B>>, once: Once) => Promise<Answer>,
): Route => ({ kind: 'write', contract, run: (request) => runClaimed(deps, { contract, request, handle }) });

const runClaimed = <P extends string, Q extends z.ZodObject, B extends z.ZodType>(
  deps: ApiDeps,
  {
    contract,
    request,
    handle,
  }: {
    readonly contract: Contract<P, Q, B>;
    readonly request: EdgeRequest;
    readonly handle: (call: Call<P, z.output<Q>, z.output<B>>, once: Once) => Promise<Answer>;
  },
): Promise<Answer> =>
  parseCall(contract, request, async (call) => {
    const once = onceOf(request);
    const use = await deps.writes.claim(call.tenant.id, once.key, once.hash);
    if (use.kind === 'reused') return reused(request);
    if (use.kind === 'answered') return use.answer;
    const { status, body, ...rest } = await handle(call, once);
    if (status >= 500 || isTemporary({ status })) return { status, body, ...rest };
    const kept = await deps.writes.settle(call.tenant.id, once.key, { status, body });
    // Headers and `shownOnce` belong to the answer of this request, not to one that an earlier request stored.
    return kept.status === status ? { ...rest, ...kept } : kept;
  });

/** serveRoute has refused requests without a key. */
const onceOf = (request: EdgeRequest): Once => ({ key: request.header('idempotency-key') ?? '', hash: requestHash(request) });

const reused = ({ requestId }: EdgeRequest): Answer => refusal(idempotencyKeyReused('Idempotency-Key').error, requestId);
