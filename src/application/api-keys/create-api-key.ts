import { accepted, type Result } from '../../domain/refusal.ts';
import { invalidRequest } from '../../domain/refusals/requests.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { newId, newSecret } from '../new-id.ts';
import type { ApiKey, ApiKeyWrites, Tenant } from '../ports/tenants.ts';

/** A key as it is asked for. */
export interface WantedApiKey extends Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'> {
  readonly mode: Tenant['mode'];
  readonly now: Instant;
}

/** Makes an API key (ADR 0062). Its secret is answered this once and stored nowhere. Refuses a key that has expired already. */
export async function createApiKey(
  writes: ApiKeyWrites,
  { mode, now, name, scopes, expiresAt }: WantedApiKey,
): Promise<Result<{ readonly key: ApiKey; readonly secret: string }>> {
  if (expiresAt !== null && expiresAt <= now)
    return invalidRequest([{ pointer: '/expiresAt', code: 'too_small', detail: '`expiresAt` must be later than now.' }]);
  const key = { id: newId('key'), name, scopes, createdAt: now, expiresAt };
  const secret = newSecret(mode);
  await writes.insertApiKey({ ...key, secret });
  return accepted({ key: { ...key, lastUsedAt: null }, secret });
}
