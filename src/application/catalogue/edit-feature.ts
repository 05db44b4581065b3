import type { Feature } from '../../domain/catalogue/model/feature.ts';
import { changeFeature, type FeatureChange } from '../../domain/catalogue/versions/change-feature.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { findExpected } from '../expected-revision.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { Edit } from './edit.ts';

/** Edits a feature: what it is called, and what it means until anything with it was launched. Refuses as `changeFeature` does. */
export async function editFeature(
  writes: CatalogueWrites,
  { name, expected, change }: Edit<FeatureChange>,
): Promise<Result<Feature>> {
  // A launch must not come between the look at what is launched and the change of what a feature means.
  const isMeaning = change.kind !== undefined || change.meter !== undefined;
  const locked = await writes.lockFeature(name, isMeaning ? 'exclusive' : 'shared');
  const found = findExpected(locked, { kind: 'feature', name, expected });
  if (!found.ok) return found;
  const isLaunched = isMeaning && (await writes.isFeatureLaunched(found.value.key));
  const changed = changeFeature(found.value, change, isLaunched ? 'launched' : 'unused');
  return changed.ok ? accepted(await writes.saveFeature(changed.value)) : changed;
}
