import type { MergedEntitlement } from './merge.ts';

/** How access to one feature differs between two instants; null for no access. */
export interface AccessChange {
  readonly featureKey: string;
  readonly change: 'gained' | 'lost' | 'changed';
  readonly before: MergedEntitlement | null;
  readonly after: MergedEntitlement | null;
}

/** The features that are gained, lost or changed, in the order of their keys. */
export function accessChanges(
  before: readonly MergedEntitlement[],
  after: readonly MergedEntitlement[],
): readonly AccessChange[] {
  const earlier = byFeature(before);
  const later = byFeature(after);
  return [...new Set([...earlier.keys(), ...later.keys()])].toSorted().flatMap((featureKey) => {
    const was = earlier.get(featureKey) ?? null;
    const is = later.get(featureKey) ?? null;
    const change = kindOfChange(was, is);
    return change === null ? [] : [{ featureKey, change, before: was, after: is }];
  });
}

const byFeature = (entitlements: readonly MergedEntitlement[]): ReadonlyMap<string, MergedEntitlement> =>
  new Map(entitlements.map((entitlement) => [entitlement.featureKey, entitlement]));

function kindOfChange(was: MergedEntitlement | null, is: MergedEntitlement | null): AccessChange['change'] | null {
  if (is === null) return was === null ? null : 'lost';
  if (was === null) return 'gained';
  const isSame = (['value', 'limit', 'quota', 'remaining', 'resetsAt'] as const).every((field) => was[field] === is[field]);
  return isSame ? null : 'changed';
}
