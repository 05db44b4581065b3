import { accepted, type Result } from '../../domain/refusal.ts';
import { notFound } from '../../domain/refusals/catalogue.ts';
import { apiKeyInUse } from '../../domain/refusals/requests.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { ApiKeyWrites } from '../ports/tenants.ts';

/**
 * Revokes an API key from now on. Refuses `api_key_in_use` for the key of the request itself, so that a tenant keeps at least one
 * key, and `not_found`.
 */
export async function revokeApiKey(
  writes: ApiKeyWrites,
  { keyId, ownKeyId, now }: { readonly keyId: string; readonly ownKeyId: string; readonly now: Instant },
): Promise<Result<string>> {
  if (keyId === ownKeyId) return apiKeyInUse();
  const revoked = await writes.revokeApiKey(keyId, now);
  return revoked === 'revoked' ? accepted(keyId) : notFound({ kind: 'API key', name: keyId });
}
