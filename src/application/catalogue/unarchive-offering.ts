import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { notArchived } from '../../domain/refusals/offerings.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';

/** Puts an archived offering on sale again. */
export async function unarchiveOffering(writes: CatalogueWrites, named: NamedOffering): Promise<Result<Offering>> {
  const locked = await lockOffering(writes, named);
  if (!locked.ok) return locked;
  const offering = locked.value;
  if (!offering.archived) return notArchived({ offeringKey: offering.key });
  return accepted(await writes.setArchived(offering, false));
}
