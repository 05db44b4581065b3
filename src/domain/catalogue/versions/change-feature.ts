import { accepted, type Issue, type Result } from '../../refusal.ts';
import { featureInUse } from '../../refusals/catalogue.ts';
import { invalidRequest } from '../../refusals/requests.ts';
import { quoted } from '../../refusals/words.ts';
import type { Feature } from '../model/feature.ts';
import { sameValue } from '../model/same-value.ts';

/** A change of a feature: absent fields stay. */
export type FeatureChange = Partial<Omit<Feature, 'id' | 'key' | 'revision'>>;

/**
 * Changes a feature. Its names may change at any time; its kind and meter are fixed once a version with it was launched, since
 * grants and usage depend on them. Refuses `feature_in_use`, and `invalid_request` for a meter of a feature that is not metered,
 * with all issues; pointers are into the change.
 */
export function changeFeature(feature: Feature, change: FeatureChange, use: 'launched' | 'unused'): Result<Feature> {
  const next: Feature = { ...feature, ...change };
  if (next.meter !== null && next.kind !== 'metered') {
    const detail = 'Only a metered feature has a `meter`: remove it with null.';
    return invalidRequest([{ pointer: '/meter', code: 'invalid', detail }]);
  }
  const issues = use === 'unused' ? [] : changedMeaning(feature, next);
  if (issues.length === 0) return accepted(next);
  return featureInUse(issues);
}

const changedMeaning = (before: Feature, after: Feature): readonly Issue[] =>
  (['kind', 'meter'] as const).flatMap((field) => {
    if (sameValue(before[field], after[field])) return [];
    const detail = `The ${quoted(field)} of the feature ${quoted(before.key)} stays, since an offering with it was launched: create another feature.`;
    return [{ pointer: `/${field}`, code: `feature_${field}_immutable`, detail }];
  });
