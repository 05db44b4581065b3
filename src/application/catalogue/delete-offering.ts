import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { resolvePolicy } from '../../domain/policy/policy.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { offeringHasPrices, offeringInUse, offeringLaunched, offeringLinked } from '../../domain/refusals/offerings.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockForDeletion, type NamedOffering } from './lock-offering.ts';

/**
 * Deletes an offering (semantics row 21; rules 0-35, 3-37). Depending on policy `delete.allowed` it must never have been launched, or
 * have no price in any version, no subscription and no link to it. Its key is free again. Refuses `offering_launched`,
 * `offering_has_prices`, `offering_in_use` and `offering_linked`.
 * @rule 0-35, 3-37, 3-38
 */
export async function deleteOffering(writes: CatalogueWrites, named: NamedOffering): Promise<Result<Offering>> {
  const locked = await lockForDeletion(writes, named);
  const checked = locked.ok ? await checkDelete(writes, locked.value) : locked;
  if (checked.ok) await writes.deleteOffering(checked.value);
  return checked;
}

/** Checks whether an offering that is locked for deletion may be deleted. */
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
