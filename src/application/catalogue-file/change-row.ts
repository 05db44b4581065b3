import type { VersionChange } from '../../domain/catalogue/versions/diff.ts';
import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';

/** An `update` changes texts in place; a `version` is for new subscriptions. */
export type ChangeAction = 'create' | 'update' | 'version' | 'archive' | 'unarchive' | 'noChange';
export type EntryKind = 'feature' | 'product' | OfferingKind;

/** What an import does for one entry of its file. */
export interface ChangeRow {
  readonly kind: EntryKind;
  readonly key: string;
  readonly action: ChangeAction;
  readonly changes: readonly VersionChange[];
}

/** The number of entries for each action. */
export function countActions(rows: readonly ChangeRow[]): Record<ChangeAction, number> {
  const counts = { create: 0, update: 0, version: 0, archive: 0, unarchive: 0, noChange: 0 };
  for (const { action } of rows) counts[action] += 1;
  return counts;
}
