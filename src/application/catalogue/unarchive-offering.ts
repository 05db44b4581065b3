import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { accepted, refused, type Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/** Puts an archived offering on sale again. */
export async function unarchive(writes: CatalogueWrites, offering: Offering): Promise<Result<Offering>> {
  if (!offering.archived) return refused('not_archived', `${offering.key} is not archived`);
  return accepted(await writes.setArchived(offering, false));
}
