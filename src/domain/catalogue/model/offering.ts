import type { VersionId } from '../../ids.ts';
import type { PolicySettings } from '../../policy/policy.ts';
import type { PricePoint, RateCard } from './rate-card.ts';

/** The kinds of offerings of a product. @rule 0-4 */
export const offeringKinds = ['plan', 'addOn', 'singlePurchase'] as const;
/** The kind of an offering. */
export type OfferingKind = (typeof offeringKinds)[number];

/** The kinds that a subscription is for and that add-ons attach to. */
export type BaseKind = Exclude<OfferingKind, 'addOn'>;
/** `launched` is on sale; `superseded` was replaced by a later launch. */
export type VersionStatus = 'draft' | 'launched' | 'superseded';
type Visibility = 'customer' | 'admin';

/** The name of a unit in singular and plural (rules 2-2, 2-3). @rule 3-8 */
export interface UnitNames {
  readonly singular: string;
  readonly plural: string;
}

/** A price for a rate card of the add-on on this base only; it has the texts and tax of the price that it replaces. */
export interface LinkPrice {
  readonly rateCardKey: string;
  readonly price: PricePoint;
}

/**
 * The compatibility rule between a version of a plan or single purchase and an add-on (OpenMeter: plan add-on).
 * @rule 1-9, 2-5, 3-1
 */
export interface PlanAddOn {
  readonly addOnKey: string;
  readonly requirement: 'mandatory' | 'optional';
  readonly visibility: Visibility;
  /** The largest number of instances on one subscription, including scheduled ones; null means no limit. */
  readonly maxInstances: number | null;
  /** The earliest phase of the plan in which it may be attached; null means any. */
  readonly fromPhase: string | null;
  readonly policies: PolicySettings;
  readonly prices: readonly LinkPrice[];
}

/** A phase of a plan. Only the last one has no duration (null). */
export interface PlanPhase {
  readonly key: string;
  readonly durationInCycles: number | null;
}

/** Who may buy an add-on (rule 4-19). Null is no restriction; a list names all allowed values. */
export interface Restrictions {
  readonly plans: readonly string[] | null;
  readonly roles: readonly string[] | null;
  readonly accountTypes: readonly string[] | null;
}

/** No restrictions: everybody may buy it. */
export const unrestricted: Restrictions = { plans: null, roles: null, accountTypes: null };

/** The values of custom fields, by the keys of the fields. */
export type CustomFields = Readonly<Record<string, string | number | boolean>>;

/** The texts of an offering; edited in place (semantics row 20). @rule 0-6, 2-1, 3-5, 3-6 */
export interface OfferingPresentation {
  readonly name: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly imageUrl: string | null;
  readonly unit: UnitNames | null;
  readonly customFields: CustomFields;
}

interface VersionTerms extends OfferingPresentation {
  readonly id: VersionId;
  /** The product of the offering; every offering has one. @rule 3-4 */
  readonly productKey: string;
  readonly key: string;
  readonly version: number;
  readonly status: VersionStatus;
  readonly rateCards: readonly RateCard[];
  readonly policies: PolicySettings;
  /** The unit names of its features, by feature key; present only in versions read for decisions. */
  readonly featureUnits?: Readonly<Record<string, UnitNames>>;
}

/** One version of a plan. */
export interface PlanVersion extends VersionTerms {
  readonly kind: 'plan';
  readonly trialDays: number;
  readonly phases: readonly PlanPhase[];
  readonly addOns: readonly PlanAddOn[];
}

/** One version of an add-on. It is independent of bases; links of plans and single purchases name it. @rule 1-1, 1-2 */
export interface AddOnVersion extends VersionTerms {
  readonly kind: 'addOn';
  /** `single`: at most one per subscription. `multiple`: the quantity counts instances (semantics row 22). */
  readonly instance: 'single' | 'multiple';
  readonly visibility: Visibility;
  readonly restrictions: Restrictions;
}

/** One version of a single purchase, which is bought once; add-ons attach to it as to a plan. @rule 0-2 */
export interface SinglePurchaseVersion extends VersionTerms {
  readonly kind: 'singlePurchase';
  readonly addOns: readonly PlanAddOn[];
}

/** One version of an offering. Once launched, only its texts and the editable fields of its prices change (semantics row 20). */
export type OfferingVersion = PlanVersion | AddOnVersion | SinglePurchaseVersion;

/** An offering with its newest version and its version on sale, if any. */
export interface Offering {
  readonly id: string;
  readonly kind: OfferingKind;
  readonly key: string;
  readonly productKey: string;
  readonly archived: boolean;
  readonly revision: number;
  readonly latest: OfferingVersion;
  readonly launched: OfferingVersion | null;
}

/** A base: an offering that add-ons attach to. */
export type BaseVersion = PlanVersion | SinglePurchaseVersion;

/** The name that customers see. @rule 0-5 */
export const customerName = (version: OfferingVersion): string => version.displayName ?? version.name;
