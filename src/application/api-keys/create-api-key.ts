import { accepted, type Result } from '../../domain/refusal.ts';
import { invalidRequest } from '../../domain/refusals/requests.ts';
import type { Instant } from '../../domain/time/instant.ts';
import { newId, newSecret } from '../new-id.ts';
import type { ApiKey, ApiKeyWrites, Tenant } from '../ports/tenants.ts';

/** The requested properties of a key. */
export interface ApiKeyInput extends Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'> {
  readonly mode: Tenant['mode'];
  readonly now: Instant;
}

/** Creates an API key (ADR 0062). Returns its secret, which is stored nowhere. Refuses `invalid_request` for a past expiry. */
export async function createApiKey(
  writes: ApiKeyWrites,
  { mode, now, name, scopes, expiresAt }: ApiKeyInput,
): Promise<Result<{ readonly key: ApiKey; readonly secret: string }>> {
  if (expiresAt !== null && expiresAt <= now)
    return invalidRequest([{ pointer: '/expiresAt', code: 'too_small', detail: '`expiresAt` must be later than now.' }]);
  const key = { id: newId('key'), name, scopes, createdAt: now, expiresAt };
  const secret = newSecret(mode);
  await writes.insertApiKey({ ...key, secret });
  return accepted({ key: { ...key, lastUsedAt: null }, secret });
}
