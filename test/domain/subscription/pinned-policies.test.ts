import type { PinnedPolicies, PolicySettings } from '../../../src/domain/policy/policy.ts';
import type { SubscriptionEvent } from '../../../src/domain/subscription/model/events.ts';
import { at, aCreate, attach, cancel, changeQuantity, remove, cancelPendingChange } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, devicePacks } from '../../support/builders/offerings.ts';
import { execute, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const on18th = at('2026-03-18');
const cover = anAddOn({ key: 'cover' });
const links = [
  aLink('pool', { policies: { 'attach.proration': 'full' } }),
  aLink('devices'),
  aLink('cover', { requirement: 'mandatory' }),
];
const inMarch = (policies: PolicySettings = {}, trialDays = 0): Scenario =>
  execute(
    newScenario(factsOf([aPlan({ policies, trialDays, addOns: links }), anAddOn(), devicePacks(), cover])),
    aCreate(),
    march,
  );

const describePolicies = (policies: PinnedPolicies): readonly string[] =>
  Object.values(policies)
    .map(({ key, value, level }) => `${key} = ${value} (${level})`)
    .toSorted();
/** The policies of the events of a type in the last step. */
const pinsOf = (scenario: Pick<Scenario, 'last'>, type: SubscriptionEvent['type']): readonly (readonly string[])[] =>
  scenario.last
    .filter((event) => event.type === type)
    .map((event) =>
      'policies' in event
        ? describePolicies(event.policies)
        : event.type === 'ChangeScheduled'
          ? describePolicies(event.change.policies)
          : [],
    );

describe('the event of a change pins the policies that decided it', () => {
  it('attach: time, proration, invoice, instances and unit, each with the level that set it', () => {
    const scenario = execute(
      inMarch({ 'proration.unit': 'second' }),
      attach('pool', { policies: { 'attach.invoice': 'nextInvoice' } }),
      on18th,
    );
    expect(pinsOf(scenario, 'AddOnAttached')).toEqual([
      [
        'attach.invoice = nextInvoice (command)',
        'attach.proration = full (planAddOn)',
        'attach.when = now (default)',
        'instance.merge = quantity (default)',
        'proration.unit = second (plan)',
      ],
    ]);
    const raised = scenario.last.flatMap((event) =>
      event.type === 'ChargeRaised' ? [describePolicies(event.line.derivation.policies)] : [],
    );
    expect(raised).toEqual(pinsOf(scenario, 'AddOnAttached'));
  });

  it('attach in the trial of the plan: also the policy for its actor; order: those of the trial and the unit', () => {
    const created = inMarch({ 'trial.optional.customer': 'charge' }, 14);
    expect(pinsOf(created, 'AddOnAttached')).toEqual([['proration.unit = day (default)', 'trial.mandatory = free (default)']]);
    const scenario = execute(created, attach('pool', { actor: 'customer' }), at('2026-03-05'));
    expect(pinsOf(scenario, 'AddOnAttached')[0]).toContain('trial.optional.customer = charge (plan)');
    const backdated = execute(
      advanceUntil(created, on18th),
      attach('pool', { when: 'backdate', at: at('2026-03-05') }),
      on18th,
    );
    expect(pinsOf(backdated, 'AddOnAttached')[0]).toContain('trial.optional.admin = free (default)');
    expect(pinsOf(backdated, 'AddOnAttached')[0]).toContain('attach.when = backdate (command)');
  });

  it('quantity: those of the charge for an increase, those of the credit for a decrease', () => {
    const two = execute(inMarch(), attach('devices', { quantity: '2' }), march);
    const three = execute(two, changeQuantity(two.attachmentId, '3'), on18th);
    expect(pinsOf(three, 'AddOnQuantityChanged')).toEqual([
      [
        'proration.unit = day (default)',
        'quantity.increase.invoice = now (default)',
        'quantity.increase.proration = prorate (default)',
        'quantity.increase.when = now (default)',
      ],
    ]);
    const one = execute(three, changeQuantity(two.attachmentId, '1', { when: 'now' }), on18th);
    expect(pinsOf(one, 'AddOnQuantityChanged')).toEqual([
      ['credit.form = creditNote (default)', 'proration.unit = day (default)', 'quantity.decrease.when = now (command)'],
    ]);
  });

  it('scheduled removal: as of its scheduling, whatever the tenant sets later', () => {
    const attached = execute(inMarch(), attach('pool'), march);
    const scheduled = execute(attached, remove(attached.attachmentId), on18th);
    const pins = ['credit.form = creditNote (default)', 'detach.when = periodEnd (default)', 'proration.unit = day (default)'];
    expect(pinsOf(scheduled, 'ChangeScheduled')).toEqual([pins]);
    const changed = { ...scheduled, facts: { ...scheduled.facts, tenantPolicies: { 'credit.form': 'none' } as const } };
    expect(pinsOf(advanceUntil(changed, at('2026-04-01')), 'AddOnEnded')).toEqual([pins]);
  });

  it('replaced pending change: the conflict policy; canceled pending change: none', () => {
    const attached = execute(inMarch(), attach('pool'), march);
    const scheduled = execute(attached, remove(attached.attachmentId), on18th);
    const replaced = execute(
      scheduled,
      remove(attached.attachmentId, { when: 'now', policies: { 'pending.conflict': 'replace' } }),
      on18th,
    );
    expect(pinsOf(replaced, 'ScheduledChangeCanceled')).toEqual([['pending.conflict = replace (command)']]);
    const changeId = scheduled.last.flatMap((event) => (event.type === 'ChangeScheduled' ? [event.change.id] : []))[0] ?? '';
    expect(pinsOf(execute(scheduled, cancelPendingChange(changeId), on18th), 'ScheduledChangeCanceled')).toEqual([[]]);
  });

  it('cancellation: on its own event, and for each add-on on the event of its end', () => {
    const own = links.map((link) =>
      link.addOnKey === 'cover' ? aLink('cover', { ...link, policies: { 'credit.form': 'none' } }) : link,
    );
    const facts = factsOf([aPlan({ addOns: own }), anAddOn(), devicePacks(), cover]);
    const canceled = execute(execute(newScenario(facts), aCreate(), march), cancel({ when: 'now' }), on18th);
    const byPlan = ['credit.form = creditNote (default)', 'detach.when = now (command)', 'proration.unit = day (default)'];
    expect(pinsOf(canceled, 'SubscriptionEnded')).toEqual([byPlan]);
    expect(pinsOf(canceled, 'AddOnEnded')).toEqual([['credit.form = none (planAddOn)', ...byPlan.slice(1)]]);
  });

  it('canceled order before its start: none; creation: proration and consolidation', () => {
    const waiting = execute(newScenario(inMarch().facts), aCreate({ startAt: on18th }), march);
    expect(pinsOf(waiting, 'SubscriptionCreated')).toEqual([['consolidate = day (default)', 'proration.unit = day (default)']]);
    expect(pinsOf(execute(waiting, cancel(), march), 'SubscriptionEnded')).toEqual([[]]);
  });
});
