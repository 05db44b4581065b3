import type { OfferingKind, OfferingVersion } from '../../catalogue/model/offering.ts';
import type { VersionId } from '../../ids.ts';
import type { PolicySettings } from '../../policy/policy.ts';

/** A fact that a decision needs and does not have yet. */
export type FactQuery =
  | { readonly kind: 'version'; readonly id: VersionId }
  | { readonly kind: 'launched'; readonly offering: OfferingKind; readonly key: string };

/** The ids of versions on sale by offering key. Null: looked up and not launched. */
export type LaunchedIds = Readonly<Record<OfferingKind, Readonly<Record<string, VersionId | null>>>>;

export const noneLaunched: LaunchedIds = { plan: {}, addOn: {}, singlePurchase: {} };

/** The input of a decision beside the state: versions, offerings on sale, the tenant's policies, time-zone data. */
export interface Facts {
  readonly versions: Readonly<Record<string, OfferingVersion>>;
  readonly launched: LaunchedIds;
  /** The keys of looked-up add-ons that are archived: only bases on sale still sell them (semantics row 21). */
  readonly archivedAddOns: readonly string[];
  readonly tenantPolicies: PolicySettings;
  /** The number of edits in place in the tenant's catalogue; versions read at another edition may be outdated (ADR 0050). */
  readonly catalogueEdition: number;
  /** The version of the time-zone data in use, such as `2026a`. */
  readonly timeZoneData: string;
}
