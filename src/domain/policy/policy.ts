/** The policies of this engine with the values each may take, default first (semantics §6; the row is in the comment). */
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

export type PolicyKey = keyof typeof policyValues;
export type PolicyValue<K extends PolicyKey> = (typeof policyValues)[K][number];

/** Values that one level sets; a policy that is absent is left to the next level. */
export type PolicySettings = { readonly [K in PolicyKey]?: PolicyValue<K> };

/** A change of the policies of one level: what is absent stays, null leaves a policy to the next level again. */
export type PolicyChange = { readonly [K in PolicyKey]?: PolicyValue<K> | null };

/** The places that may set a policy, the first that does wins (semantics §1). */
export const policyLevels = ['command', 'planAddOn', 'addOn', 'plan', 'tenant', 'default'] as const;
export type PolicyLevel = (typeof policyLevels)[number];

export type PolicySources = { readonly [L in Exclude<PolicyLevel, 'default'>]?: PolicySettings };

export interface ResolvedPolicy<K extends PolicyKey = PolicyKey> {
  readonly key: K;
  readonly value: PolicyValue<K>;
  readonly level: PolicyLevel;
}

/** Policies as they were fixed when something was decided or scheduled (semantics row 8, `pinned`). */
export type PinnedPolicies = Readonly<Partial<Record<PolicyKey, ResolvedPolicy>>>;

/** The value of a policy and the level that set it. Total: every policy has a default. */
export function resolvePolicy<K extends PolicyKey>(key: K, sources: PolicySources): ResolvedPolicy<K> {
  for (const level of policyLevels) {
    const value = level === 'default' ? undefined : sources[level]?.[key];
    if (value !== undefined) return { key, value, level };
  }
  return { key, value: policyValues[key][0], level: 'default' };
}

/** Every policy as it resolves without a command: what `GET` of a subscription shows. */
export function resolveAllPolicies(sources: PolicySources): Readonly<Record<PolicyKey, string>> {
  const keys = Object.keys(policyValues) as PolicyKey[];
  return Object.fromEntries(keys.map((key) => [key, resolvePolicy(key, sources).value])) as Record<PolicyKey, string>;
}
