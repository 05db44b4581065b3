import type { OfferingKind, OfferingVersion } from '../../catalogue/model/offering.ts';
import type { VersionId } from '../../ids.ts';
import type { PolicySettings } from '../../policy/policy.ts';

/** One fact that a decision needs and does not have yet. */
export type FactQuery =
  | { readonly kind: 'version'; readonly id: VersionId }
  | { readonly kind: 'launched'; readonly offering: OfferingKind; readonly key: string };

/** The ids of the versions on sale by the keys of their offerings. A key that maps to null was looked up and is not launched. */
export type LaunchedIds = Readonly<Record<OfferingKind, Readonly<Record<string, VersionId | null>>>>;

export const noneLaunched: LaunchedIds = { plan: {}, addOn: {}, singlePurchase: {} };

/** What a decision may look at beside the state. */
export interface Facts {
  readonly versions: Readonly<Record<string, OfferingVersion>>;
  readonly launched: LaunchedIds;
  /** The keys of add-ons that were looked up and are archived: they are sold through what is on sale now alone. */
  readonly archivedAddOns: readonly string[];
  readonly tenantPolicies: PolicySettings;
  /** Counts the edits in place of the tenant's catalogue: versions that were read under another one may read differently now. */
  readonly catalogueEdition: number;
  /** The version of the time-zone data in use, such as `2026a`. */
  readonly timeZoneData: string;
}
