import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { resolvePolicy } from '../../domain/policy/policy.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { offeringHasPrices, offeringInUse, offeringLaunched, offeringLinked } from '../../domain/refusals/offerings.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockForDeletion, type NamedOffering } from './lock-offering.ts';

/**
 * Deletes an offering (semantics row 21; rules 0-35, 3-37): a draft that was never launched, or, where the tenant asks for that, what
 * has no price in any version, was never on a subscription and is linked by nothing. Its key and name are free again. Refuses
 * `offering_launched`, or else `offering_has_prices`, `offering_in_use` and `offering_linked`.
 * @rule 0-35, 3-37, 3-38
 */
export async function deleteOffering(writes: CatalogueWrites, named: NamedOffering): Promise<Result<Offering>> {
  const locked = await lockForDeletion(writes, named);
  const checked = locked.ok ? await checkDelete(writes, locked.value) : locked;
  if (checked.ok) await writes.deleteOffering(checked.value);
  return checked;
}

/** Whether the offering may be deleted; it is locked for that. */
async function checkDelete(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  const { key, latest, launched } = offering;
  const { policies: tenant } = await writes.findSettings();
  const { key: policy, value, level } = resolvePolicy('delete.allowed', { tenant });
  const refusing = { offeringKey: key, policy, level };
  const wasLaunched = launched !== null || latest.version > 1;
  if (value === 'neverLaunched' && wasLaunched) return offeringLaunched(refusing);
  if (value === 'neverLaunched') return accepted(offering);
  const { priced, linkedBy, inUse } = await writes.findDeletionBlockers(offering);
  if (priced) return offeringHasPrices(refusing);
  if (inUse) return offeringInUse(refusing);
  return linkedBy.length === 0 ? accepted(offering) : offeringLinked({ ...refusing, to: 'delete', linkedBy });
}
