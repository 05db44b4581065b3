import { ensureTenant } from '../../persistence/database/administration.ts';
import { administerAt } from './owner-database.ts';

/**
 * Gives the sandbox tenant `local` the key of ANNEX_API_KEY, or the one that the first local start generated. The former key ends.
 * @throws OperatorError if the key was revoked or belongs to another tenant.
 */
export async function ensureLocalTenant(ownerUrl: string, apiKey: string): Promise<void> {
  const local = { key: 'local', name: 'Local sandbox', mode: 'sandbox', apiKey } as const;
  await administerAt(ownerUrl, (em) => ensureTenant(em, local));
}
