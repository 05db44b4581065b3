import { z } from 'zod';
import { newId, newSecret } from '../../application/new-id.ts';
import { loadConfig } from '../../config/config.ts';
import { apiKeyInput } from '../../contracts/wire/shared/api-key.ts';
import { type Instant, instantAt } from '../../domain/time/instant.ts';
import { createKey, type ListedKey, listKeys, revokeKey, rotateKey } from '../../persistence/database/administration.ts';
import { administer } from '../local/owner-database.ts';
import { parseInput, printTable } from './terminal.ts';

const once = 'The secret is shown this once and stored nowhere: keep it now.';

/**
 * Creates a key of a tenant and prints its secret. Scopes are separated by commas; the expiry is an instant.
 * @throws OperatorError if the tenant does not exist or an argument is wrong.
 */
export async function runKeyCreate({
  tenant,
  name,
  scopes,
  expires,
}: {
  readonly tenant: string;
  readonly name: string;
  readonly scopes: string;
  readonly expires?: string;
}): Promise<void> {
  const stated = { name, scopes: scopes.split(','), ...(expires === undefined ? {} : { expiresAt: expires }) };
  const { expiresAt, ...input } = parseInput(apiKeyInput, stated);
  const { id, secret } = await administer(loadConfig(process.env), (em) =>
    createKey(em, tenant, (mode) => ({ ...input, ...newKey(mode), expiresAt: expiresAt ?? null })),
  );
  await printTable(['id', 'secret'], [[id, secret]], once);
}

/** Prints the keys of one tenant or of all, also those that no longer work. */
export async function runKeyList({ tenant }: { readonly tenant?: string }): Promise<void> {
  const keys = await administer(loadConfig(process.env), (em) => listKeys(em, tenant ?? null));
  await printTable(['tenant', 'id', 'status', 'scopes', 'created', 'expires', 'last used', 'name'], keys.map(row));
}

/** Revokes a key at once. @throws OperatorError if the key does not exist. */
export async function runKeyRevoke(id: string): Promise<void> {
  const { tenant, name } = await administer(loadConfig(process.env), (em) => revokeKey(em, id, now()));
  await printTable(['revoked', 'tenant', 'name'], [[id, tenant, name]]);
}

/**
 * Replaces a key and prints the secret of the new one. The old key ends at once, or after the hours of grace.
 * @throws OperatorError if the key does not exist or the hours are wrong.
 */
export async function runKeyRotate(id: string, options: { readonly graceHours: string }): Promise<void> {
  const { graceHours } = parseInput(z.object({ graceHours: z.coerce.number().min(0).max(8_760) }), options);
  const oldEndsAt = instantAt(Date.now() + Math.round(graceHours * 3_600_000));
  const made = await administer(loadConfig(process.env), (em) => rotateKey(em, id, { make: newKey, oldEndsAt }));
  await printTable(['id', 'secret'], [[made.id, made.secret]], once);
}

const newKey = (mode: 'live' | 'sandbox') => ({ id: newId('key'), secret: newSecret(mode), createdAt: now() });

const now = (): Instant => instantAt(Date.now());

const row = ({ tenant, id, status, scopes, createdAt, expiresAt, lastUsedAt, name }: ListedKey): readonly string[] => [
  tenant,
  id,
  status,
  scopes.join(','),
  minute(createdAt),
  minute(expiresAt),
  minute(lastUsedAt),
  name,
];

const minute = (instant: string | null): string => (instant === null ? '-' : `${instant.slice(0, 16).replace(' ', 'T')}Z`);
