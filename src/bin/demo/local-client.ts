import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { OperatorError } from '../../runtime/operator-error.ts';

/** Talks to the instance that runs on this machine, as any client would. */
export interface LocalClient {
  get<T>(path: string): Promise<T>;
  /** The same key gives the same answer, so that a seed may run again. */
  post<T>(path: string, body: unknown, key: string): Promise<T>;
  /** Whether something exists at a path. */
  has(path: string): Promise<boolean>;
}

/** Finds the running instance and its key from the configuration. Throws OperatorError when there is none. */
export async function localClient(config: Config): Promise<LocalClient> {
  const base = `http://${config.host}:${config.port}`;
  const key = config.apiKey ?? readKey(config.dataDir);
  const call = async (method: string, path: string, request: { readonly body?: unknown; readonly key?: string } = {}) =>
    fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(request.key === undefined ? {} : { 'idempotency-key': request.key, 'content-type': 'application/json' }),
      },
      ...(request.key === undefined ? {} : { body: JSON.stringify(request.body) }),
    }).catch((error: unknown) => {
      throw new OperatorError(`Nothing answers at ${base}: run \`npm start\` first.`, { cause: error });
    });
  const read = async <T>(response: Response, what: string): Promise<T> => {
    const text = await response.text();
    if (!response.ok) throw new OperatorError(`${what} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  return {
    get: async (path) => read(await call('GET', path), `GET ${path}`),
    post: async (path, body, idempotencyKey) => read(await call('POST', path, { body, key: idempotencyKey }), `POST ${path}`),
    has: async (path) => (await call('GET', path)).ok,
  };
}

function readKey(dataDir: string): string {
  const path = join(dataDir, 'api-key');
  if (!existsSync(path)) throw new OperatorError('There is no API key: run `npm start` first, or set ANNEX_API_KEY to the key of the instance.');
  return readFileSync(path, 'utf8').trim();
}
