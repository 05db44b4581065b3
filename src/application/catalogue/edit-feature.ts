import type { Feature } from '../../domain/catalogue/model/feature.ts';
import { changeFeature, type FeatureChange } from '../../domain/catalogue/versions/change-feature.ts';
import { accepted, type Result } from '../../domain/refusal.ts';
import { findExpected } from '../expected-revision.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import type { Edit } from './edit.ts';

/** Edits a feature: its names at any time, kind and meter until an offering with it is launched. Refuses as `changeFeature` does. */
export async function editFeature(
  writes: CatalogueWrites,
  { name, expected, change }: Edit<FeatureChange>,
): Promise<Result<Feature>> {
  // No launch may happen between the check for launched offerings and the change of kind or meter.
  const isMeaning = change.kind !== undefined || change.meter !== undefined;
  const locked = await writes.lockFeature(name, isMeaning ? 'exclusive' : 'shared');
  const found = findExpected(locked, { kind: 'feature', name, expected });
  if (!found.ok) return found;
  const isLaunched = isMeaning && (await writes.isFeatureLaunched(found.value.key));
  const changed = changeFeature(found.value, change, isLaunched ? 'launched' : 'unused');
  return changed.ok ? accepted(await writes.saveFeature(changed.value)) : changed;
}
