import type { PlanVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { aCreate, at, attach, changeQuantity } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, devicePacks } from '../../support/builders/offerings.ts';
import { execute, documentsOf, given, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const links = [aLink('pool'), aLink('devices', { maxInstances: 5 })];
const first = aPlan({ addOns: links });
const addOns = [anAddOn(), devicePacks()];

/** The catalogue after `pool` and `devices` were archived. */
const archived = (onSale: PlanVersion): Facts => ({
  ...factsOf(
    onSale.version === 1
      ? [onSale, ...addOns]
      : [{ ...first, policies: onSale.policies, status: 'superseded' }, onSale, ...addOns],
  ),
  archivedAddOns: ['pool', 'devices'],
});
const inMarch = (plan = first): Scenario => execute(newScenario(factsOf([plan, ...addOns])), aCreate(), march);

describe('an archived add-on', () => {
  it('0-37 is sold through a link of the plan version on sale, to old and new subscriptions', () => {
    const facts = archived(first);
    expect(given({ ...inMarch(), facts }).when(attach('pool'), march)).not.toBe('add_on_archived');
    const order = aCreate({ addOns: [{ addOnKey: 'pool' }] });
    expect(documentsOf(execute(newScenario(facts), order, march))).toEqual([
      '2026-03-01T00:00Z start 40.00 = basic ×1 20.00, pool ×1 20.00',
    ]);
  });

  it('0-36 is not sold through a link of a former plan version, whether or not the version on sale links it', () => {
    for (const onSale of [aPlan({ version: 2, addOns: [] }), aPlan({ version: 2, addOns: links })]) {
      const scenario = { ...inMarch(), facts: archived(onSale) };
      expect(given(scenario).when(attach('pool'), march)).toBe('add_on_archived');
      expect(given(scenario).when(attach('pool', { when: 'nextPeriod' }), march)).toBe('add_on_archived');
    }
  });

  it('0-36 is not sold with a plan that is not on sale', () => {
    const facts = archived(first);
    const scenario = { ...inMarch(), facts: { ...facts, launched: { ...facts.launched, plan: { basic: null } } } };
    expect(given(scenario).when(attach('pool'), march)).toBe('add_on_archived');
  });

  it('0-37 is sold where links are open and the version on sale links it', () => {
    const open = { policies: { 'compatibility.lock': 'open' } } as const;
    const scenario = inMarch({ ...first, ...open });
    const linked = { ...scenario, facts: archived(aPlan({ version: 2, addOns: links, ...open })) };
    expect(given(linked).when(attach('pool'), march)).not.toBe('add_on_archived');
    const detached = { ...scenario, facts: archived(aPlan({ version: 2, addOns: [], ...open })) };
    expect(given(detached).when(attach('pool'), march)).toBe('add_on_not_linked');
  });

  it('0-36 stays attached: it renews, scheduled changes apply, and an administrator can change the quantity', () => {
    const scheduled = execute(
      execute(inMarch(), attach('devices', { quantity: '2' }), march),
      attach('pool', { when: 'nextPeriod' }),
      march,
    );
    const scenario = { ...scheduled, facts: archived(aPlan({ version: 2, addOns: [] })) };
    expect(documentsOf(advanceUntil(scenario, at('2026-04-01'))).slice(-1)).toEqual([
      '2026-04-01T00:00Z renewal 54.00 = basic ×1 20.00, devices ×2 14.00, pool ×1 20.00',
    ]);
    expect(given(scenario).when(changeQuantity('att_1_1', '3'), march)).not.toBe('add_on_archived');
    expect(given(scenario).when(attach('devices'), march)).toBe('add_on_archived');
  });
});
