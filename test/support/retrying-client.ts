import type { ApiClient } from './api-client.ts';
import { waitFor } from './wait-for.ts';

/** A request that may be sent more than once; its Idempotency-Key identifies it. */
export interface RepeatableRequest {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
}

/** The answer to one attempt of a request. */
export interface Attempt<T> {
  readonly status: number;
  readonly body: T;
  readonly retryAfter: string | null;
  readonly tookMs: number;
}

/** Posts once and returns the answer, whatever its status. */
export async function postOnce<T>(api: ApiClient, { path, body, key }: RepeatableRequest): Promise<Attempt<T>> {
  const startedAt = performance.now();
  const response = await fetch(api.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.key}`, 'idempotency-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T;
  const tookMs = performance.now() - startedAt;
  return { status: response.status, body: answer, retryAfter: response.headers.get('retry-after'), tookMs };
}

/**
 * Posts and, after a 503, sends the same request again, as the API asks of clients, but sooner than
 * `Retry-After` says. 45 s at most.
 */
export const postWithRetry = <T>(api: ApiClient, request: RepeatableRequest): Promise<Attempt<T>> =>
  waitFor(
    `an answer to POST ${request.path}`,
    async () => {
      const attempt = await postOnce<T>(api, request);
      return attempt.status === 503 ? undefined : attempt;
    },
    45_000,
  );
