import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Result } from '../../domain/refusal.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';
import type { StatedOffering } from './stated-offering.ts';
import { writeDraft } from './write-draft.ts';

/** Replaces the draft of an offering, or creates one of its next version (ADR 0030). Refuses as `writeDraft` does. */
export async function replaceOfferingDraft(
  writes: CatalogueWrites,
  { state, ...named }: NamedOffering & { readonly state: (latest: OfferingVersion) => StatedOffering },
): Promise<Result<Offering>> {
  const offering = await lockOffering(writes, named);
  return offering.ok ? writeDraft(writes, offering.value, state(offering.value.latest)) : offering;
}
