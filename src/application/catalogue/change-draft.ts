import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Issue, Refusal, Result } from '../../domain/refusal.ts';
import { invalidRequest } from '../../domain/refusals/requests.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { lockOffering, type NamedOffering } from './lock-offering.ts';
import { type Fields, type Merged, mergeDraft, toChange } from './merge-draft.ts';
import type { StatedOffering } from './stated-offering.ts';
import { writeDraft } from './write-draft.ts';

/** The caller's form of a draft, into which a change is merged. */
export interface DraftForm {
  readonly write: (version: OfferingVersion) => Fields;
  /** Converts a draft from this form, or returns all issues with pointers into it. */
  readonly read: (
    fields: Fields,
    latest: OfferingVersion,
  ) => { readonly ok: true; readonly value: StatedOffering } | { readonly ok: false; readonly issues: readonly Issue[] };
}

/**
 * Changes the draft of an offering, or creates a draft of its next version with the change (ADR 0030). Refuses as `mergeDraft` and
 * `writeDraft` do, and `invalid_request` if the merged draft cannot be read. Pointers are into the change.
 */
export async function changeOfferingDraft(
  writes: CatalogueWrites,
  { change, form, ...named }: NamedOffering & { readonly change: Fields; readonly form: DraftForm },
): Promise<Result<Offering>> {
  const offering = await lockOffering(writes, named);
  if (!offering.ok) return offering;
  const { latest } = offering.value;
  const merged = mergeDraft(form.write(latest), change);
  if (!merged.ok) return merged;
  const { value, sources } = merged.value;
  const stated = form.read(value, latest);
  if (!stated.ok) return invalidRequest(inChange(stated.issues, sources));
  const written = await writeDraft(writes, offering.value, stated.value);
  return written.ok ? written : { ok: false, error: pointInto(written.error, sources) };
}

const inChange = (issues: readonly Issue[], sources: Merged['sources']): readonly Issue[] =>
  issues.map((issue) => ({ ...issue, pointer: toChange(sources, issue.pointer) }));

const pointInto = (error: Refusal, sources: Merged['sources']): Refusal =>
  error.issues === undefined ? error : { ...error, issues: inChange(error.issues, sources) };
