import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { resolvePolicy } from '../../domain/policy/policy.ts';
import { accepted, refused, type Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/**
 * Whether an offering may be deleted (semantics row 21; rules 0-35, 3-37): a draft that was never launched, or, where the tenant
 * asks for that, what has no price in any version, was never on a subscription and is linked by nothing. It is locked for its
 * deletion. Refuses `offering_launched`, or else `offering_has_prices`, `offering_in_use` and `offering_linked`.
 * @rule 0-35, 3-37, 3-38
 */
export async function checkDelete(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  const { key, latest, launched } = offering;
  const { policies: tenant } = await writes.findSettings();
  const { key: policy, value, level } = resolvePolicy('delete.allowed', { tenant });
  const meta = { policy, level };
  const wasLaunched = launched !== null || latest.version > 1;
  if (value === 'neverLaunched' && wasLaunched)
    return refused('offering_launched', `${key} was launched: archive it instead`, { meta });
  if (value === 'neverLaunched') return accepted(offering);
  const { priced, linkedBy, inUse } = await writes.findTies(offering);
  if (priced)
    return refused('offering_has_prices', `${key} has prices, archived ones and former versions included: archive it instead`, {
      meta,
    });
  if (inUse)
    return refused('offering_in_use', `subscriptions have ${key}, had it or will get it: archive it instead`, { meta });
  return linkedBy.length === 0
    ? accepted(offering)
    : refused('offering_linked', `versions of ${linkedBy.join(', ')} link ${key}: archive it instead`, {
        meta: { ...meta, linkedBy },
      });
}
