import type { AddOnVersion, PlanAddOn } from '../../../src/domain/catalogue/model/offering.ts';
import { aCreate, at, attach, cancel, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, devicePacks, seats } from '../../support/builders/offerings.ts';
import { execute, documentsOf, given, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const on18th = at('2026-03-18');
const open = { policies: { 'compatibility.lock': 'open' } } as const;
const addOns: readonly AddOnVersion[] = [anAddOn(), seats(), devicePacks()];

/** A subscription to version 1 without links, after the launch of version 2 with links. */
function withLinks(links: readonly PlanAddOn[], first: readonly PlanAddOn[] = []): Scenario {
  const bought = execute(newScenario(factsOf([aPlan({ ...open, addOns: first }), ...addOns])), aCreate(), march);
  return relinked(bought, links, { first });
}
const relinked = (
  scenario: Scenario,
  links: readonly PlanAddOn[],
  { first = [] as readonly PlanAddOn[], version = 2 } = {},
): Scenario => ({
  ...scenario,
  facts: factsOf([
    aPlan({ ...open, status: 'superseded', addOns: first }),
    aPlan({ ...open, version, addOns: links }),
    ...addOns,
  ]),
});
const changesOf = (scenario: Scenario): readonly string[] => documentsOf(scenario).slice(1);

describe('a link that is newer than the subscription, with compatibility.lock = open', () => {
  it('1-13 limits the quantity of what was attached through it', () => {
    const scenario = execute(withLinks([aLink('devices', { maxInstances: 2 })]), attach('devices'), march);
    expect(given(scenario).when(changeQuantity(scenario.attachmentId, '9'), march)).toBe('max_instances_exceeded');
    expect(given(scenario).when(changeQuantity(scenario.attachmentId, '2'), march)).not.toBe('max_instances_exceeded');
  });

  it('decides how a quantity change, a removal and a cancellation are charged and credited', () => {
    const policies = { 'quantity.increase.proration': 'full', 'detach.when': 'now', 'credit.form': 'none' } as const;
    const scenario = execute(withLinks([aLink('seats', { policies })]), attach('seats'), march);
    const two = execute(scenario, changeQuantity(scenario.attachmentId, '2'), on18th);
    expect(changesOf(two).slice(1)).toEqual(['2026-03-18T00:00Z change 7.00 = seats ×1 7.00']);
    const removed = execute(two, remove(two.attachmentId), on18th);
    expect([removed.creditNotes, removed.last.map(({ type }) => type).includes('AddOnEnded')]).toEqual([[], true]);
    // 20.00 × 14/31 for the plan; the link credits nothing for the seats
    const credit = '2026-03-18T00:00Z credit -9.03 = basic ×-1 -9.03 (14/31)';
    expect(changesOf(execute(two, cancel({ when: 'now' }), on18th)).slice(2)).toEqual([credit]);
    const scheduled = execute(two, cancel({ when: 'at', at: at('2026-03-19') }), on18th);
    // 13/31 of 20.00
    expect(changesOf(advanceUntil(scheduled, at('2026-03-19'))).slice(2)).toEqual([
      '2026-03-19T00:00Z credit -8.39 = basic ×-1 -8.39 (13/31)',
    ]);
  });

  it('overrides the link of the bought version, which applies again when the new link is removed', () => {
    const first = [aLink('devices', { maxInstances: 2 })];
    const scenario = execute(withLinks([aLink('devices', { maxInstances: 5 })], first), attach('devices'), march);
    expect(given(scenario).when(changeQuantity(scenario.attachmentId, '4'), march)).not.toBe('max_instances_exceeded');
    const unlinked = relinked(scenario, [], { first, version: 3 });
    expect(given(unlinked).when(changeQuantity(scenario.attachmentId, '4'), march)).toBe('max_instances_exceeded');
  });

  it('does not apply to an order that waits for its start, which keeps its link', () => {
    const first = [aLink('pool', { policies: { 'trial.optional.admin': 'charge' } })];
    const trying = { ...open, trialDays: 31 };
    const facts = factsOf([aPlan({ ...trying, addOns: first }), ...addOns]);
    const order = aCreate({ startAt: at('2026-04-01'), addOns: [{ addOnKey: 'pool' }] });
    const ordered = execute(newScenario(facts), order, march);
    const later = factsOf([
      aPlan({ ...trying, status: 'superseded', addOns: first }),
      aPlan({ ...trying, version: 2, addOns: [aLink('pool')] }),
      ...addOns,
    ]);
    // The trial of 31 days is one day longer than April: 20.00 × 1/31 for that day of the period before, then a whole one.
    expect(advanceUntil({ ...ordered, facts: later }, at('2026-04-01')).invoices.map(({ reason }) => reason)).toEqual([
      'start',
    ]);
  });
});

describe('a link that is newer than the subscription, with compatibility.lock = onPublish', () => {
  it('1-12 does not apply', () => {
    const first = [aLink('devices', { maxInstances: 2 })];
    const bought = execute(newScenario(factsOf([aPlan({ addOns: first }), ...addOns])), aCreate(), march);
    const second = aPlan({ version: 2, addOns: [aLink('devices', { maxInstances: 9 })] });
    const facts = factsOf([aPlan({ status: 'superseded', addOns: first }), second, ...addOns]);
    const scenario = execute({ ...bought, facts }, attach('devices'), march);
    expect(given(scenario).when(changeQuantity(scenario.attachmentId, '9'), march)).toBe('max_instances_exceeded');
  });
});

describe('compatibility.lock = open of one subscription', () => {
  it('overrides that of the plan and the tenant', () => {
    const first = aPlan({ addOns: [] });
    const facts = factsOf([first, ...addOns]);
    const later = factsOf([{ ...first, status: 'superseded' }, aPlan({ version: 2, addOns: [aLink('pool')] }), ...addOns]);
    const locked = execute(newScenario(facts), aCreate(), march);
    const opened = execute(newScenario(facts), aCreate(open), march);
    expect(given({ ...locked, facts: later }).when(attach('pool'), march)).toBe('add_on_not_linked');
    expect(given({ ...opened, facts: later }).when(attach('pool'), march)).not.toBe('add_on_not_linked');
  });
});
