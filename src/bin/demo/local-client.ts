import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { OperatorError } from '../../runtime/operator-error.ts';

/** A client of the local instance. */
export interface LocalClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Whether something exists at a path. */
  has(path: string): Promise<boolean>;
}

/** Finds the running instance and its key from the configuration. Throws OperatorError if there is none. */
export async function localClient(config: Config): Promise<LocalClient> {
  const base = `http://${config.host}:${config.port}`;
  const key = localKey(config);
  const authorization = { authorization: `Bearer ${key}` };
  const call = async (path: string, init: RequestInit) =>
    fetch(base + path, init).catch((error: unknown) => {
      throw new OperatorError(`Nothing answers at ${base}: run \`npm start\` first.`, { cause: error });
    });
  return {
    get: async (path) => bodyOf(await call(path, { headers: authorization }), `GET ${path}`),
    async post(path, body) {
      const headers = { ...authorization, 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
      return bodyOf(await call(path, { method: 'POST', headers, body: JSON.stringify(body) }), `POST ${path}`);
    },
    has: async (path) => (await call(path, { headers: authorization })).ok,
  };
}

async function bodyOf<T>(response: Response, what: string): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new OperatorError(`${what} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** The key of the instance on this machine, unless the environment names another. Throws OperatorError if there is none. */
export function localKey({ apiKey, dataDir }: Config): string {
  if (apiKey !== undefined) return apiKey;
  const path = join(dataDir, 'api-key');
  if (!existsSync(path))
    throw new OperatorError('There is no API key: run `npm start` first, or set ANNEX_API_KEY to the key of the instance.');
  return readFileSync(path, 'utf8').trim();
}
