/** The allowed values of each policy, default first (semantics §6, row by row). */
export const policyValues = {
  'attach.when': ['now', 'nextPeriod', 'at', 'backdate'], // row 1
  'attach.proration': ['prorate', 'full', 'freeUntilRenewal'], // row 2
  'attach.invoice': ['now', 'nextInvoice'], // row 3
  'detach.when': ['periodEnd', 'now', 'at'], // row 4
  'credit.form': ['creditNote', 'none'], // row 5, for an end before the period's end
  'quantity.increase.when': ['now', 'nextPeriod', 'at'], // row 6
  'quantity.increase.proration': ['prorate', 'full', 'freeUntilRenewal'], // row 6
  'quantity.increase.invoice': ['now', 'nextInvoice'], // row 6
  'quantity.decrease.when': ['periodEnd', 'now', 'at'], // row 6
  'pending.conflict': ['reject', 'replace'], // row 7
  cadence: ['match', 'divides', 'independent'], // row 9
  'compatibility.lock': ['onPublish', 'open'], // row 10
  'trial.mandatory': ['free', 'charge'], // row 13
  'trial.optional.customer': ['block', 'free', 'charge'], // row 14
  'trial.optional.admin': ['free', 'block', 'charge'], // row 14
  'price.edit': ['newVersion', 'flatAndPerUnit'], // row 18, for amounts that are edited in place
  'archive.requireDetached': ['false', 'true'], // row 21
  'delete.allowed': ['neverLaunched', 'withoutPrices'], // row 21
  'instance.merge': ['quantity', 'separate'], // row 22
  'arrears.maxCadence': ['month', 'any'], // row 23
  'oneTime.allowed': ['true', 'false'], // row 24
  'proration.unit': ['day', 'second', 'millisecond'], // row 34
  consolidate: ['day', 'instant', 'never'], // row 37
} as const satisfies Record<string, readonly [string, ...string[]]>;

/** The key of a policy. */
export type PolicyKey = keyof typeof policyValues;
const isPolicyKey = (key: string): key is PolicyKey => Object.hasOwn(policyValues, key);

/** All keys, in the order of the table. */
export const policyKeys: readonly PolicyKey[] = Object.keys(policyValues).filter(isPolicyKey);

/** A value of one policy. */
export type PolicyValue<K extends PolicyKey> = (typeof policyValues)[K][number];

/** The policies that one level sets; an absent one falls through to the next level. */
export type PolicySettings = { readonly [K in PolicyKey]?: PolicyValue<K> };

/** A change of the policies of one level: absent means no change, null unsets a policy. */
export type PolicyChange = { readonly [K in PolicyKey]?: PolicyValue<K> | null };

/** The levels that may set a policy, in order of precedence (semantics §1). */
export const policyLevels = ['command', 'planAddOn', 'addOn', 'plan', 'tenant', 'default'] as const;
export type PolicyLevel = (typeof policyLevels)[number];

/** The settings of each level. */
export type PolicySources = { readonly [L in Exclude<PolicyLevel, 'default'>]?: PolicySettings };

/** A policy that decides when a change takes effect. */
export type TimingPolicyKey = Extract<PolicyKey, `${string}.when`>;

/** All values of `when`. A command may state one that no level may set, such as `periodEnd` for an increase. */
export type TimingValue = PolicyValue<TimingPolicyKey>;

/** A resolved policy with the level that set it. For several keys, the union of matching key and value. */
export type ResolvedPolicy<K extends PolicyKey = PolicyKey> = {
  readonly [P in K]: {
    readonly key: P;
    readonly value: P extends TimingPolicyKey ? TimingValue : PolicyValue<P>;
    readonly level: PolicyLevel;
  };
}[K];

/** The policies that were resolved when a change was decided or scheduled, one for each of the keys (semantics row 8, `pinned`). */
export type Pinned<K extends PolicyKey> = { readonly [P in K]: ResolvedPolicy<P> };

/** Pinned policies of any keys. */
export type PinnedPolicies = Partial<Pinned<PolicyKey>>;

/** A value for every policy. */
export type PolicyValues = { readonly [K in PolicyKey]: PolicyValue<K> };

/** Resolves a policy: the value of the first level that sets it, else the default. */
export function resolvePolicy<K extends PolicyKey>(key: K, sources: PolicySources): ResolvedPolicy<K> {
  for (const level of policyLevels) {
    const value = level === 'default' ? undefined : sources[level]?.[key];
    if (value !== undefined) return resolved(key, { value, level });
  }
  return resolved(key, { value: policyValues[key][0], level: 'default' });
}

const resolved = <K extends PolicyKey>(
  key: K,
  of: { readonly value: PolicyValue<K>; readonly level: PolicyLevel },
): ResolvedPolicy<K> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- key and value are of one K
  ({ key, ...of }) as ResolvedPolicy<K>;

/** Resolves several policies, to pin them. */
export const resolvePolicies = <K extends PolicyKey>(keys: readonly K[], sources: PolicySources): Pinned<K> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each key has its own policy
  Object.fromEntries(keys.map((key) => [key, resolvePolicy(key, sources)])) as Pinned<K>;

/** Adds one resolved policy to pinned ones. */
export const withPolicy = <P extends PinnedPolicies>(policies: P, policy: ResolvedPolicy): P & PinnedPolicies => ({
  ...policies,
  ...(Object.fromEntries([[policy.key, policy]]) as PinnedPolicies),
});

/** The values of all policies, as `GET` of a subscription shows them. */
export function resolveAllPolicies(sources: PolicySources): PolicyValues {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each key has a value of its own
  return Object.fromEntries(policyKeys.map((key) => [key, resolvePolicy(key, sources).value])) as PolicyValues;
}
