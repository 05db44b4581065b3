import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { checkDiscard } from '../../domain/catalogue/versions/draft.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';

/** Deletes the draft of an offering; the launched version stays. Refuses `no_draft` and `draft_is_first`. */
export async function discardOfferingDraft(writes: CatalogueWrites, named: NamedOffering): Promise<Result<Offering>> {
  const offering = await lockOffering(writes, named);
  if (!offering.ok) return offering;
  const checked = checkDiscard(offering.value);
  return checked.ok ? accepted(await writes.discardDraft(offering.value)) : checked;
}
