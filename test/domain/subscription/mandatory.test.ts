import type { PlanAddOn, PlanVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { aCreate, at, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, devicePacks, seats } from '../../support/builders/offerings.ts';
import { execute, documentsOf, given, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const april = at('2026-04-01');
const bySelf = { actor: 'customer' } as const;
const because = { when: 'now', reason: 'a complaint' } as const;
const mandatory = (key: string, link: Partial<PlanAddOn> = {}): PlanAddOn => aLink(key, { requirement: 'mandatory', ...link });

/** A subscription from which an administrator removed the mandatory add-ons. */
function without(plan: Partial<PlanVersion> = {}): Scenario {
  const links = [mandatory('pool'), mandatory('seats'), mandatory('devices', { maxInstances: 5 })];
  const versions = [aPlan({ addOns: links, ...plan }), anAddOn(), seats(), devicePacks()];
  const addOns = [
    { addOnKey: 'seats', quantity: '2' },
    { addOnKey: 'devices', quantity: '2' },
  ];
  const ordered = execute(newScenario(factsOf(versions)), aCreate({ addOns }), march);
  return liveState(ordered).attachments.reduce((scenario, { id }) => execute(scenario, remove(id, because), march), ordered);
}
const requirementsOf = (scenario: Scenario): readonly string[] =>
  liveState(scenario).attachments.map(({ addOnKey, requirement }) => `${requirement} ${addOnKey}`);

describe('a mandatory add-on that an administrator removed', () => {
  it('0-30 is mandatory again after an attach by anyone, and the customer cannot remove it', () => {
    for (const who of [{}, bySelf]) {
      const back = execute(without(), attach('pool', who), march);
      expect(requirementsOf(back)).toEqual(['mandatory pool']);
      expect(given(back).when(remove(back.attachmentId, bySelf), march)).toBe('add_on_mandatory');
    }
  });

  it('is mandatory again after a scheduled attach', () => {
    const scheduled = execute(without(), attach('pool', { ...bySelf, when: 'nextPeriod' }), march);
    expect(requirementsOf(advanceUntil(scheduled, april))).toEqual(['mandatory pool']);
  });

  it('2-19 requires a quantity of at least 1 again if it is priced per unit', () => {
    expect(given(without()).when(attach('seats'), march)).toBe('quantity_required');
    expect(given(without()).when(attach('seats', { quantity: '0.5' }), march)).toBe('quantity_invalid');
    const back = execute(without(), attach('seats', { quantity: '2' }), march);
    expect(given(back).when(changeQuantity(back.attachmentId, '0.5', bySelf), march)).toBe('quantity_invalid');
  });

  it('2-8 is free in the trial of the plan again, and not blocked', () => {
    const inTrial = without({ trialDays: 14 });
    const back = execute(inTrial, attach('pool', bySelf), at('2026-03-05'));
    expect(requirementsOf(back)).toEqual(['mandatory pool']);
    expect(documentsOf(advanceUntil(back, at('2026-03-15')))).toEqual([
      '2026-03-15T00:00Z trialEnd 40.00 = basic ×1 20.00, pool ×1 20.00',
    ]);
    const charging = without({ trialDays: 14, policies: { 'trial.mandatory': 'charge' } });
    expect(execute(charging, attach('pool'), at('2026-03-05')).invoices.length).toBe(charging.invoices.length + 1);
  });

  it('is mandatory once: a further attachment is optional', () => {
    const apart = { policies: { 'instance.merge': 'separate' } } as const;
    const back = execute(without(), attach('devices', { quantity: '1', ...apart }), march);
    const more = execute(back, attach('devices', { quantity: '1', ...apart }), march);
    expect(requirementsOf(more)).toEqual(['mandatory devices', 'optional devices']);
  });
});

describe('a link that became mandatory', () => {
  it('1-11 applies to new subscriptions only: for others the add-on stays optional', () => {
    const open = { policies: { 'compatibility.lock': 'open' } } as const;
    const first = aPlan({ ...open, addOns: [aLink('pool')] });
    const scenario = execute(newScenario(factsOf([first, anAddOn()])), aCreate(), march);
    const second = aPlan({ ...open, version: 2, addOns: [mandatory('pool')] });
    const facts = factsOf([{ ...first, status: 'superseded' }, second, anAddOn()]);
    expect(requirementsOf(execute({ ...scenario, facts }, attach('pool'), march))).toEqual(['optional pool']);
  });
});
