import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { accepted, refused, type Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';

/** Puts an archived offering on sale again. */
export async function unarchiveOffering(writes: CatalogueWrites, named: NamedOffering): Promise<Result<Offering>> {
  const locked = await lockOffering(writes, named);
  if (!locked.ok) return locked;
  const offering = locked.value;
  if (!offering.archived) return refused('not_archived', `${offering.key} is not archived`);
  return accepted(await writes.setArchived(offering, false));
}
