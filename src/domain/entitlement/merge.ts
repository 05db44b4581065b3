import type { Entitlement } from '../catalogue/model/rate-card.ts';
import { add } from '../money/exact.ts';
import { earlierOf, type Instant } from '../time/instant.ts';
import type { Period } from '../time/period.ts';
import { granted, type Grant } from './grant.ts';
import { usageWindowAt } from './usage-window.ts';

/** A grant with the own time of its subscription, which is what it is looked at from. */
export interface EntitlementSource {
  readonly grant: Grant;
  readonly subscriptionId: string;
  readonly at: Instant;
}

type MeteredSource = EntitlementSource & {
  readonly grant: Grant & { readonly entitlement: Extract<Entitlement, { readonly kind: 'metered' }> };
};

/** Quota under one reset rule. Sources with different rules are never mixed (semantics row 29). */
export interface Bucket {
  readonly limit: 'hard' | 'soft';
  /** The sum of quota × quantity; null when a source has none and the usage is not capped. */
  readonly quota: string | null;
  readonly includedUsage: string | null;
  readonly window: Period | null;
  readonly sources: readonly EntitlementSource[];
}

/** Access to one feature, merged from all its sources. */
export interface MergedEntitlement {
  readonly featureKey: string;
  readonly kind: Entitlement['kind'];
  /** Of a static entitlement: the value of the source that was attached last. */
  readonly value: string | null;
  /** Of a metered one: soft as soon as one source is; null for the other kinds. */
  readonly limit: 'hard' | 'soft' | null;
  /**
   * Of a metered one: the quota of its window, with what never starts anew beside it; null without a cap, and null where several
   * windows are counted from different rules: a sum of quotas of different windows is the quota of none. Each bucket has its own.
   */
  readonly quota: string | null;
  /** What may be used now: the sum of what all buckets leave, whatever their windows; null without a cap. */
  readonly remaining: string | null;
  /** The first instant at which a bucket starts anew. */
  readonly resetsAt: Instant | null;
  readonly buckets: readonly Bucket[];
  readonly sources: readonly EntitlementSource[];
}

/**
 * Merges the grants that hold at their own instants, one entry a feature in the order of their keys. Boolean: any source is
 * enough. Static: the source attached last wins. Metered: quota × quantity sums up within one reset rule, and any soft source
 * makes the overflow soft (semantics row 29). Windows of different rules have no quota in common. The order of the sources given does not change the result.
 * @rule 0-1, 1-4, 1-5, 2-24, 4-9
 */
export function mergeEntitlements(sources: readonly EntitlementSource[]): readonly MergedEntitlement[] {
  const holding = sources.filter(holds).toSorted(byAttachTime);
  const byFeature = Map.groupBy(holding, ({ grant }) => grant.featureKey);
  return [...byFeature]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([featureKey, ofFeature]) => mergeFeature(featureKey, ofFeature));
}

const holds = ({ grant, at }: EntitlementSource): boolean =>
  grant.startsAt <= at && (grant.endsAt === null || at < grant.endsAt);

/** By start; at one start the plan goes first, then by id, so that the order is total. */
function byAttachTime(a: EntitlementSource, b: EntitlementSource): number {
  const orderOf = ({ grant, subscriptionId }: EntitlementSource): string =>
    [grant.startsAt, grant.attachmentId === null ? '0' : '1', subscriptionId, grant.attachmentId ?? '', grant.id].join(' ');
  return orderOf(a) < orderOf(b) ? -1 : 1;
}

function mergeFeature(featureKey: string, sources: readonly EntitlementSource[]): MergedEntitlement {
  const metered = sources.filter(isMetered);
  const buckets = [...Map.groupBy(metered, resetRuleOf).values()].map(bucketOf);
  const lastStatic = sources.map(({ grant }) => grant.entitlement).findLast((each) => each.kind === 'static');
  const resets = buckets.flatMap(({ window }) => (window === null ? [] : [window.end]));
  const remaining = total(buckets.map(({ quota }) => quota));
  return {
    featureKey,
    kind: metered.length > 0 ? 'metered' : (sources.at(-1)?.grant.entitlement.kind ?? 'boolean'),
    value: lastStatic?.value ?? null,
    limit: buckets.length === 0 ? null : softest(buckets),
    quota: resets.length > 1 ? null : remaining,
    remaining,
    resetsAt: resets.length === 0 ? null : resets.reduce(earlierOf),
    buckets,
    sources,
  };
}

const isMetered = (source: EntitlementSource): source is MeteredSource => source.grant.entitlement.kind === 'metered';

/** Sources share a bucket when their windows are the same by rule: interval, anchor and zone. */
function resetRuleOf({ grant }: MeteredSource): string {
  const { reset } = grant.entitlement;
  return reset === null ? 'never' : [reset.every, reset.unit, reset.anchor, grant.windowAnchorAt, grant.timeZone].join(' ');
}

/** The quota of sources with one reset rule: for each unit of a source, added up. @rule 0-15, 0-16, 4-11, 4-12 */
function bucketOf(sources: readonly MeteredSource[]): Bucket {
  const amounts = (field: 'quota' | 'includedUsage'): readonly (string | null)[] =>
    sources.map(({ grant }) => granted(grant, field));
  const [first] = sources;
  return {
    limit: softest(sources.map(({ grant }) => grant.entitlement)),
    quota: total(amounts('quota')),
    includedUsage: total(amounts('includedUsage').filter((amount) => amount !== null)),
    window: first === undefined ? null : usageWindowAt(first.grant, first.at),
    sources,
  };
}

const softest = (limits: readonly { readonly limit: 'hard' | 'soft' }[]): 'hard' | 'soft' =>
  limits.some(({ limit }) => limit === 'soft') ? 'soft' : 'hard';

/** The sum, or null where there is nothing to add up or a part is without a cap. */
const total = (amounts: readonly (string | null)[]): string | null =>
  amounts.length === 0 ? null : amounts.reduce((sum, amount) => (sum === null || amount === null ? null : add(sum, amount)));
