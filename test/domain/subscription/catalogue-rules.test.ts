import type { PlanVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { at, aCreate, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aQuota, aRateCard, flat, perUnit, seats } from '../../support/builders/offerings.ts';
import { execute, attempt, documentsOf, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const facts = factsOf([
  aPlan({ addOns: [aLink('pool'), aLink('seats'), aLink('storage'), aLink('requests')] }),
  anAddOn(),
  seats(),
  anAddOn({
    key: 'storage',
    rateCards: [aRateCard('storage', { entitlement: { kind: 'static', value: '500 GB' }, prices: [flat('8.00')] })],
  }),
  anAddOn({ key: 'requests', rateCards: [aRateCard('requests', { entitlement: aQuota('1000'), prices: [flat('4.00')] })] }),
]);
const inMarch = (addOns: readonly { readonly addOnKey: string; readonly quantity?: string }[] = []): Scenario =>
  execute(newScenario(facts), aCreate({ addOns }), march);
const features = (scenario: Scenario): readonly string[] => liveState(scenario).grants.map(({ featureKey }) => featureKey);

describe('an optional add-on', () => {
  it('0-31, 2-7 is attached only when it is chosen', () => {
    expect(features(inMarch())).toEqual(['gym']);
    expect(features(inMarch([{ addOnKey: 'pool' }]))).toEqual(['gym', 'pool']);
  });

  it('0-22, 1-1 is bought on demand and charged in advance, at the start of each cycle', () => {
    const bought = advanceUntil(execute(inMarch(), attach('pool'), march), at('2026-04-02'));
    expect(documentsOf(bought).slice(1)).toEqual([
      '2026-03-01T00:00Z change 20.00 = pool ×1 20.00',
      '2026-04-01T00:00Z renewal 40.00 = basic ×1 20.00, pool ×1 20.00',
    ]);
  });

  it('2-20 is changed and removed by the customer and by an admin', () => {
    for (const actor of ['customer', 'admin'] as const) {
      const bought = inMarch([{ addOnKey: 'seats', quantity: '3' }]);
      const id = liveState(bought).attachments[0]?.id ?? '';
      expect(attempt(bought, changeQuantity(id, '5', { actor }), march).ok).toBe(true);
      expect(attempt(bought, remove(id, { actor }), march).ok).toBe(true);
    }
  });

  it('0-3, 3-2 joins a subscription at its start, in the middle of a term, and at the next renewal', () => {
    const start = inMarch([{ addOnKey: 'pool' }]);
    const middle = execute(inMarch(), attach('pool'), at('2026-03-18'));
    const renewal = advanceUntil(
      execute(inMarch(), attach('pool', { when: 'nextPeriod' }), at('2026-03-18')),
      at('2026-04-01'),
    );
    expect(documentsOf(start)).toEqual(['2026-03-01T00:00Z start 40.00 = basic ×1 20.00, pool ×1 20.00']);
    expect(documentsOf(middle).slice(1)).toEqual(['2026-03-18T00:00Z change 9.03 = pool ×1 9.03 (14/31)']);
    expect(documentsOf(renewal).slice(1)).toEqual(['2026-04-01T00:00Z renewal 40.00 = basic ×1 20.00, pool ×1 20.00']);
  });
});

describe('an add-on per unit', () => {
  it('2-18, 3-32 is charged for the quantity stated up front, at the same price for each unit', () => {
    expect(documentsOf(inMarch([{ addOnKey: 'seats', quantity: '3' }]))).toEqual([
      '2026-03-01T00:00Z start 41.00 = basic ×1 20.00, seats ×3 21.00',
    ]);
  });

  it('takes fractions of a unit', () => {
    const hours = factsOf([
      aPlan({ addOns: [aLink('hours')] }),
      anAddOn({ key: 'hours', rateCards: [aRateCard('hours', { prices: [perUnit('0.10')] })] }),
    ]);
    const bought = execute(newScenario(hours), aCreate({ addOns: [{ addOnKey: 'hours', quantity: '2.5' }] }), march);
    expect(documentsOf(bought)).toEqual(['2026-03-01T00:00Z start 20.25 = basic ×1 20.00, hours ×2.5 0.25']);
  });
});

describe('the entitlements of an add-on', () => {
  it('0-1, 1-4, 3-26, 4-9, 4-18 are access, limits, seats and storage, without a change of the plan', () => {
    const added = ['pool', 'requests', 'seats', 'storage'].reduce(
      (scenario, key) => execute(scenario, attach(key), march),
      inMarch(),
    );
    const given = liveState(added).grants.map(({ featureKey, entitlement }) => `${featureKey} ${entitlement.kind}`);
    expect(given).toEqual(['gym boolean', 'pool boolean', 'requests metered', 'seats boolean', 'storage static']);
    expect(liveState(added).terms.base.key).toBe('basic');
  });
});

describe('two add-ons that both set a value', () => {
  const storage = (key: string, value: string) =>
    anAddOn({
      key,
      rateCards: [aRateCard(key, { featureKey: 'storage', entitlement: { kind: 'static', value }, prices: [flat('8.00')] })],
    });
  const both = factsOf([
    aPlan({ addOns: [aLink('small'), aLink('large')] }),
    storage('small', '100 GB'),
    storage('large', '500 GB'),
  ]);
  const codeOf = (tried: ReturnType<typeof attempt>): string => (tried.ok ? 'accepted' : tried.error.code);

  it('1-16 exclude each other: the second attach is refused, and so is an order of both', () => {
    const small = execute(newScenario(both), aCreate({ addOns: [{ addOnKey: 'small' }] }), march);
    expect(codeOf(attempt(small, attach('large'), march))).toBe('entitlement_not_extendable');
    const order = aCreate({ addOns: [{ addOnKey: 'small' }, { addOnKey: 'large' }] });
    expect(codeOf(attempt(newScenario(both), order, march))).toBe('entitlement_not_extendable');
  });

  it('1-16 may be attached one after the other', () => {
    const small = execute(newScenario(both), aCreate({ addOns: [{ addOnKey: 'small' }] }), march);
    const removed = execute(small, remove(liveState(small).attachments[0]?.id ?? '', { when: 'now' }), march);
    expect(codeOf(attempt(removed, attach('large'), march))).toBe('accepted');
  });
});

describe('links that change during a subscription', () => {
  const open = { 'compatibility.lock': 'open' } as const;
  const before = aPlan({ id: 'ver_basic_1', version: 1, status: 'superseded', addOns: [aLink('pool')] });
  const onSale = aPlan({ id: 'ver_basic_2', version: 2, addOns: [aLink('seats')] });
  /** A subscription to version 1, after the launch of version 2. */
  const pinned = (policies: PlanVersion['policies']): Scenario => {
    const first = { ...before, policies, status: 'launched' } as const;
    const started = execute(newScenario(factsOf([first, anAddOn(), seats()])), aCreate(), march);
    return { ...started, facts: factsOf([{ ...before, policies }, { ...onSale, policies }, anAddOn(), seats()]) };
  };
  const codeOf = (scenario: Scenario, key: string): string => {
    const tried = attempt(scenario, attach(key), march);
    return tried.ok ? 'attached' : tried.error.code;
  };

  it('1-11, 1-12 apply only to new subscriptions where they are locked on publish', () => {
    expect([codeOf(pinned({}), 'pool'), codeOf(pinned({}), 'seats')]).toEqual(['attached', 'add_on_not_linked']);
  });

  it('0-28, 0-29 apply at once where they are open: a removed link cannot be used, a new one can', () => {
    expect([codeOf(pinned(open), 'pool'), codeOf(pinned(open), 'seats')]).toEqual(['add_on_not_linked', 'attached']);
  });

  it('do not change attachments of the unlinked add-on', () => {
    const first = { ...before, policies: open, status: 'launched' } as const;
    const attached = execute(
      newScenario(factsOf([first, anAddOn(), seats()])),
      aCreate({ addOns: [{ addOnKey: 'pool' }] }),
      march,
    );
    const later = factsOf([{ ...before, policies: open }, { ...onSale, policies: open }, anAddOn(), seats()]);
    expect(documentsOf(advanceUntil({ ...attached, facts: later }, at('2026-04-02'))).at(-1)).toBe(
      '2026-04-01T00:00Z renewal 40.00 = basic ×1 20.00, pool ×1 20.00',
    );
  });
});
