import type { Command } from './commands.ts';
import type { FactQuery, Facts } from './facts.ts';
import { isOpen } from './offerings.ts';
import type { Subscription } from './state.ts';

/**
 * The facts that a decision on this state needs and does not have yet. `command` is null for what falls due by itself. Load
 * them and ask again until nothing is missing: which add-ons matter is known only once the plan is.
 */
export function missingFacts(state: Subscription, command: Command | null, facts: Facts): readonly FactQuery[] {
  const wanted: FactQuery[] = [];
  if (state.phase === 'running') wanted.push(...pinnedVersions(state).map((id) => ({ kind: 'version', id }) as const));
  if (command?.type === 'attachAddOn') wanted.push(...launchedAddOn(command.addOnKey, facts), ...planOnSale(state, facts));
  if (command?.type === 'create' && state.phase === 'unborn') wanted.push(...orderFacts(command, facts));
  return wanted.filter((query) => isMissing(query, facts));
}

function pinnedVersions({ terms, addOns, pending }: Extract<Subscription, { readonly phase: 'running' }>): string[] {
  const scheduled = pending.flatMap((change) => (change.type === 'attachAddOn' ? [change.versionId] : []));
  const ordered = terms.order.map(({ versionId }) => versionId);
  return [terms.planVersionId, ...addOns.map(({ versionId }) => versionId), ...scheduled, ...ordered];
}

/** The plan as it is on sale, where its links count for subscriptions that pinned an earlier version. */
function planOnSale(state: Subscription, facts: Facts): FactQuery[] {
  const pinned = state.phase === 'running' ? facts.versions[state.terms.planVersionId] : undefined;
  if (pinned?.kind !== 'plan' || !isOpen(pinned, facts)) return [];
  const id = facts.launchedPlans[pinned.key];
  if (id === undefined) return [{ kind: 'launchedPlan', key: pinned.key }];
  return id === null ? [] : [{ kind: 'version', id }];
}

function orderFacts(command: Extract<Command, { readonly type: 'create' }>, facts: Facts): FactQuery[] {
  const planId = facts.launchedPlans[command.planKey];
  if (planId === undefined) return [{ kind: 'launchedPlan', key: command.planKey }];
  const plan = planId === null ? undefined : facts.versions[planId];
  if (plan === undefined) return planId === null ? [] : [{ kind: 'version', id: planId }];
  const mandatory = plan.kind === 'plan' ? plan.addOns.filter(({ requirement }) => requirement === 'mandatory') : [];
  const keys = new Set([...mandatory, ...command.addOns].map(({ addOnKey }) => addOnKey));
  return [...keys].flatMap((key) => launchedAddOn(key, facts));
}

function launchedAddOn(key: string, facts: Facts): FactQuery[] {
  const id = facts.launchedAddOns[key];
  if (id === undefined) return [{ kind: 'launchedAddOn', key }];
  return id === null ? [] : [{ kind: 'version', id }];
}

function isMissing(query: FactQuery, facts: Facts): boolean {
  if (query.kind === 'version') return facts.versions[query.id] === undefined;
  return (query.kind === 'launchedPlan' ? facts.launchedPlans : facts.launchedAddOns)[query.key] === undefined;
}
