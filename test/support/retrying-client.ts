import type { ApiClient } from './api-client.ts';
import { eventually } from './eventually.ts';

/** A request that may be sent more than once: the key says that it is the same one. */
export interface RepeatableRequest {
  readonly path: string;
  readonly body: unknown;
  readonly key: string;
}

/** How one attempt of a request was answered. */
export interface Attempt<T> {
  readonly status: number;
  readonly body: T;
  readonly retryAfter: string | null;
  readonly tookMs: number;
}

/** Posts once and answers whatever came back. */
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
 * Posts as a client does that follows the rules of the API: after a 503 it sends the same request again, though sooner than
 * `Retry-After` asks. 45 s at most.
 */
export const postPatiently = <T>(api: ApiClient, request: RepeatableRequest): Promise<Attempt<T>> =>
  eventually(
    `an answer to POST ${request.path}`,
    async () => {
      const attempt = await postOnce<T>(api, request);
      return attempt.status === 503 ? undefined : attempt;
    },
    45_000,
  );
