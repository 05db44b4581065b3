import { aCreate, at, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, devicePacks, flat, seats } from '../../support/builders/offerings.ts';
import { execute, documentsOf, given, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const on10th = at('2026-03-10');
const since = (day: string) => ({ when: 'backdate', at: at(day) }) as const;
const now = { when: 'now' } as const;

const month = anAddOn({ rateCards: [aRateCard('pool', { prices: [flat('31.00')] })] });
const plan = aPlan({ addOns: [aLink('pool'), aLink('seats'), aLink('devices', { maxInstances: 3 })] });
const started = execute(newScenario(factsOfPlan(plan, [month, seats(), devicePacks()])), aCreate(), march);
const removed = (scenario: Scenario, day: string): Scenario => execute(scenario, remove(scenario.attachmentId, now), at(day));
const code = (scenario: Scenario, day: string, key = 'pool', quantity = '1'): unknown => {
  const outcome = given(scenario).when(attach(key, { quantity, ...since(day) }), on10th);
  return typeof outcome === 'string' ? outcome : 'attached';
};

describe('a backdated attach of a single add-on', () => {
  it('1-7 is refused if it was attached at any instant since; from its end on it is charged: 31.00 once for March', () => {
    const scenario = removed(execute(started, attach('pool'), march), '2026-03-10');
    expect(documentsOf(scenario).slice(-1)).toEqual(['2026-03-10T00:00Z credit -22.00 = pool ×-1 -22.00 (22/31)']);
    expect(code(scenario, '2026-03-05')).toBe('add_on_already_attached');
    expect(code(scenario, '2026-03-09T23:59:59.999Z')).toBe('add_on_already_attached');
    const again = execute(scenario, attach('pool', since('2026-03-10')), at('2026-03-12'));
    expect(documentsOf(again).slice(2, 3)).toEqual(['2026-03-12T00:00Z change 22.00 = pool ×1 22.00 (22/31)']);
  });

  it('1-7 is refused if it was attached in between, ended in an earlier period, or had several units', () => {
    const between = removed(execute(started, attach('pool'), at('2026-03-04')), '2026-03-06');
    expect([code(between, '2026-03-02'), code(between, '2026-03-06')]).toEqual(['add_on_already_attached', 'attached']);
    const twice = removed(execute(between, attach('pool'), at('2026-03-07')), '2026-03-08');
    expect([code(twice, '2026-03-06'), code(twice, '2026-03-08')]).toEqual(['add_on_already_attached', 'attached']);
    const renewed = advanceUntil(twice, at('2026-04-02'));
    expect(given(renewed).when(attach('pool', since('2026-03-07')), at('2026-04-02'))).toBe('add_on_already_attached');
    const three = removed(execute(started, attach('seats', { quantity: '3' }), march), '2026-03-05');
    expect([code(three, '2026-03-04', 'seats'), code(three, '2026-03-05', 'seats')]).toEqual([
      'add_on_already_attached',
      'attached',
    ]);
  });

  it('is refused while it is attached or scheduled; another add-on does not matter', () => {
    const scenario = execute(started, attach('pool', { when: 'nextPeriod' }), march);
    expect([code(scenario, '2026-03-05'), code(scenario, '2026-03-05', 'seats')]).toEqual([
      'add_on_already_attached',
      'attached',
    ]);
  });
});

describe('a backdated attach of instances', () => {
  it('1-13 respects the maximum of 3 at every instant since', () => {
    const two = execute(started, attach('devices', { quantity: '2' }), march);
    const one = execute(two, changeQuantity(two.attachmentId, '1', now), at('2026-03-05'));
    const none = removed(one, '2026-03-08');
    expect(code(none, '2026-03-04', 'devices', '2')).toBe('max_instances_exceeded');
    expect(code(none, '2026-03-04', 'devices', '1')).toBe('attached');
    expect(code(none, '2026-03-06', 'devices', '3')).toBe('max_instances_exceeded');
    expect(code(none, '2026-03-06', 'devices', '2')).toBe('attached');
    expect(code(none, '2026-03-08', 'devices', '3')).toBe('attached');
  });
});
