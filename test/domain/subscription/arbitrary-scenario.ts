import * as fc from 'fast-check';
import type { AddOnVersion, BaseKind } from '../../../src/domain/catalogue/model/offering.ts';
import { type PolicySettings, policyValues } from '../../../src/domain/policy/policy.ts';
import type { Command } from '../../../src/domain/subscription/model/commands.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import type { Actor, Subscription } from '../../../src/domain/subscription/model/state.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { epochMs, instantAt, type Instant } from '../../../src/domain/time/instant.ts';
import { aCreate, at, attach, cancel, changeQuantity, remove, cancelPendingChange } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import {
  aLink,
  anAddOn,
  aPlan,
  aQuota,
  aRateCard,
  aSinglePurchase,
  flat,
  oneTime,
  perUnit,
} from '../../support/builders/offerings.ts';
import { execute, attempt, type Scenario, newScenario } from '../../support/decider.ts';

/** A random command; `commandOf` maps it to a command for the current state. */
export interface RandomCommand {
  readonly gapMs: number;
  readonly kind: 'attach' | 'quantity' | 'remove' | 'cancelPending' | 'cancel';
  readonly index: number;
  readonly quantity: number;
  readonly when: 'default' | 'now' | 'later' | 'at' | 'backdate';
  readonly aheadMs: number;
  readonly replaces: boolean;
  /** An administrator by default. */
  readonly actor?: Actor;
}

export interface ScenarioInput {
  readonly facts: Facts;
  readonly base: BaseKind;
  readonly cadence: Cadence;
  readonly timeZone: string;
  readonly startAt: Instant;
  readonly commands: readonly RandomCommand[];
}

const minute = 60_000;
const day = 24 * 60 * minute;
const cadences: readonly Cadence[] = [
  { every: 1, unit: 'day' },
  { every: 1, unit: 'week' },
  { every: 1, unit: 'month' },
  { every: 3, unit: 'month' },
  { every: 1, unit: 'year' },
];
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata', 'America/Sao_Paulo'];
export const addOnKeys = ['pool', 'seats', 'devices', 'lockers', 'tools'] as const;

const cents = fc.integer({ min: 0, max: 9999 }).map((amount) => (amount / 100).toFixed(2));

/** Any combination of policies, set on the base. */
export const policySettings: fc.Arbitrary<PolicySettings> = fc.record(
  Object.fromEntries(
    Object.entries(policyValues)
      .filter(([key]) => key !== 'attach.when' && !key.endsWith('.when') && key !== 'pending.conflict')
      .map(([key, values]) => [key, fc.constantFrom(...values)]),
  ),
  { requiredKeys: [] },
);

const randomCommand: fc.Arbitrary<RandomCommand> = fc.record({
  gapMs: fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 20 * 60 }).map((minutes) => minutes * minute),
    fc.integer({ min: 0, max: 45 * day }),
  ),
  kind: fc.constantFrom('attach', 'attach', 'attach', 'quantity', 'quantity', 'remove', 'cancelPending', 'cancel'),
  index: fc.nat({ max: 11 }),
  quantity: fc.integer({ min: 1, max: 4 }),
  when: fc.constantFrom('default', 'default', 'now', 'later', 'at'),
  aheadMs: fc.oneof(fc.integer({ min: minute, max: day }), fc.integer({ min: minute, max: 40 * day })),
  replaces: fc.boolean(),
});

const instant = fc.integer({ min: epochMs(at('2025-12-28')), max: epochMs(at('2026-12-31')) }).map(instantAt);

/** A catalogue with random prices, policies and trial, a billing calendar, and a list of commands. */
export const scenarioInputs = (policies: fc.Arbitrary<PolicySettings>): fc.Arbitrary<ScenarioInput> =>
  fc
    .record({
      base: fc.constantFrom('plan', 'plan', 'plan', 'singlePurchase'),
      amounts: fc.array(cents, { minLength: 8, maxLength: 8 }),
      policies,
      cadence: fc.constantFrom(...cadences),
      timeZone: fc.constantFrom(...zones),
      trialDays: fc.constantFrom(0, 0, 10, 45),
      startAt: instant,
      commands: fc.array(randomCommand, { minLength: 1, maxLength: 10 }),
    })
    .map(({ base, amounts, policies: basePolicies, cadence, timeZone, trialDays, startAt, commands }) => ({
      facts: catalogueOf({ amounts, policies: basePolicies, cadence, trialDays }),
      base,
      cadence,
      timeZone,
      startAt,
      commands,
    }));

function catalogueOf(input: {
  readonly amounts: readonly string[];
  readonly policies: PolicySettings;
  readonly cadence: Cadence;
  readonly trialDays: number;
}): Facts {
  const { cadence, policies, trialDays } = input;
  const [plan = '1', pool = '1', seat = '1', setup = '1', device = '1', locker = '1', tool = '1', entry = '1'] = input.amounts;
  const notified = aQuota('3', { every: 1, unit: 'week', anchor: 'attach', notify: true });
  const addOns: readonly AddOnVersion[] = [
    anAddOn({ key: 'pool', rateCards: [aRateCard('pool', { prices: [flat(pool, { cadence })] })] }),
    anAddOn({
      key: 'seats',
      rateCards: [
        aRateCard('seats', { entitlement: aQuota('1'), prices: [perUnit(seat, { cadence })] }),
        aRateCard('setup', { entitlement: aQuota('10'), prices: [flat(setup, { cadence })] }),
      ],
    }),
    anAddOn({
      key: 'devices',
      instance: 'multiple',
      rateCards: [
        aRateCard('devices', { entitlement: notified, prices: [perUnit(device, { cadence })] }),
        aRateCard('support'),
      ],
    }),
    anAddOn({
      key: 'lockers',
      instance: 'multiple',
      rateCards: [aRateCard('lockers', { prices: [flat(locker, { cadence })] })],
    }),
    anAddOn({
      key: 'tools',
      rateCards: [
        aRateCard('tools', { entitlement: aQuota('2'), prices: [oneTime(perUnit(tool))] }),
        aRateCard('entry', { prices: [oneTime(flat(entry))] }),
      ],
    }),
  ];
  const addOnLinks = addOnKeys.map((key) => aLink(key));
  const basic = aPlan({
    policies,
    trialDays,
    rateCards: [aRateCard('gym', { prices: [flat(plan, { cadence })] })],
    addOns: addOnLinks,
  });
  const passTime = aSinglePurchase({
    key: 'pass',
    policies,
    rateCards: [aRateCard('gym', { prices: [oneTime(flat(plan))] })],
    addOns: addOnLinks,
  });
  return factsOf([basic, passTime, ...addOns]);
}

export function startScenario({ facts, base, cadence, timeZone, startAt }: ScenarioInput): Scenario {
  const { planKey: _noPlan, ...order } = aCreate({ cadence, timeZone });
  const create = base === 'plan' ? { ...order, planKey: 'basic' } : { ...order, singlePurchaseKey: 'pass' };
  return execute(newScenario(facts), create, startAt);
}

/** What happens before each command: nothing, so that `decide` catches up, or separate advances. */
export type PassTime = (scenario: Scenario, to: Instant) => Scenario;

/** Executes the commands and skips those that are refused. Returns the scenario and the instant of the last command. */
export function runScenario(
  input: ScenarioInput,
  pass: PassTime = (scenario) => scenario,
): { readonly scenario: Scenario; readonly now: Instant } {
  let scenario = startScenario(input);
  let now = input.startAt;
  for (const random of input.commands) {
    now = instantAt(epochMs(now) + random.gapMs);
    scenario = pass(scenario, now);
    const command = commandBy(random.actor ?? 'admin', commandOf(scenario.state, now, random));
    if (command !== null && attempt(scenario, command, now).ok) scenario = execute(scenario, command, now);
  }
  return { scenario, now };
}

const commandBy = (actor: Actor, command: Command | null): Command | null => (command === null ? null : { ...command, actor });

/** The target attachment or change does not depend on the state, which may be behind `now`. */
function commandOf(state: Subscription, now: Instant, random: RandomCommand): Command | null {
  if (state.stage !== 'live') return null;
  const { kind, index, quantity } = random;
  // Only an administrator may set policies.
  const policies: PolicySettings = random.replaces && random.actor !== 'customer' ? { 'pending.conflict': 'replace' } : {};
  const attachmentId = `att_1_${1 + (index % 3)}`;
  const ahead = instantAt(epochMs(now) + random.aheadMs);
  const isAt = random.when === 'at' ? ({ when: 'at', at: ahead } as const) : {};
  const since = instantAt(Math.max(epochMs(state.terms.startAt), epochMs(now) - random.aheadMs));
  const past = random.when === 'backdate' ? ({ when: 'backdate', at: since } as const) : {};
  const isNow = random.when === 'now' ? ({ when: 'now' } as const) : {};
  const next = random.when === 'later' ? ({ when: 'nextPeriod' } as const) : {};
  const end = random.when === 'later' ? ({ when: 'periodEnd' } as const) : {};
  switch (kind) {
    case 'attach': {
      const key = addOnKeys[index % addOnKeys.length] ?? 'pool';
      return attach(key, { quantity: key === 'pool' ? '1' : String(quantity), policies, ...isAt, ...isNow, ...next, ...past });
    }
    case 'quantity':
      return changeQuantity(attachmentId, String(quantity), { policies, ...isAt, ...isNow, ...next });
    case 'remove':
      return remove(attachmentId, { policies, ...isAt, ...isNow, ...end });
    case 'cancelPending':
      return cancelPendingChange(`chg_1_${1 + (index % 3)}`);
    case 'cancel':
      return index < 9 ? null : cancel({ policies, ...isAt, ...end });
  }
}
