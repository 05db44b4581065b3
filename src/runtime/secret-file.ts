import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { systemErrorCode } from './operator-error.ts';

/** Returns the secret in `path` (mode 0600); creates a random one with `prefix` the first time. */
export function readOrCreateSecret(path: string, prefix = ''): string {
  const secret = prefix + randomBytes(24).toString('base64url');
  try {
    writeFileSync(path, secret, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
    return readFileSync(path, 'utf8').trim();
  }
}
