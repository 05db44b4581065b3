import { nextDue } from '../../../src/domain/subscription/life/due.ts';
import { statusOf } from '../../../src/domain/subscription/model/state.ts';
import { describeNextDue } from '../../../src/domain/subscription/summary.ts';
import { aCreate, advanceTo, at, attach, cancel } from '../../support/builders/commands.ts';
import { factsOf, factsOfPlan } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, flat } from '../../support/builders/offerings.ts';
import { execute, documentsOf, endedState, given, liveState, newScenario, advanceUntil } from '../../support/decider.ts';

const facts = factsOfPlan(aPlan(), [anAddOn()]);
const notCreated = newScenario(facts);

describe('a start in the future', () => {
  const pending = execute(notCreated, aCreate({ startAt: at('2026-03-01'), addOns: [{ addOnKey: 'pool' }] }), at('2026-02-01'));

  it('is pending: no charge and no access, and the start is due', () => {
    expect(statusOf(liveState(pending))).toBe('pending');
    expect([pending.invoices, liveState(pending).grants]).toEqual([[], []]);
    expect(describeNextDue(pending.state)).toEqual({
      at: '2026-03-01T00:00:00.000Z',
      kind: 'start',
      thing: 'sub_1',
      summary: 'start on 2026-03-01',
    });
  });

  it('starts with its order when the time comes', () => {
    expect(documentsOf(advanceUntil(pending, at('2026-03-01')))).toEqual([
      '2026-03-01T00:00Z start 40.00 = basic ×1 20.00, pool ×1 20.00',
    ]);
  });

  it('can be canceled at once, without any document, and nothing starts', () => {
    const canceled = execute(pending, cancel({ actor: 'customer' }), at('2026-02-10'));
    expect(endedState(canceled)).toMatchObject({ ending: 'canceled', endedAt: '2026-02-10T00:00:00.000Z' });
    expect(nextDue(canceled.state)).toBeNull();
    expect(canceled.invoices).toEqual([]);
  });

  it('takes no changes before it has started', () => {
    expect(given(pending).when(attach('pool'), at('2026-02-10'))).toBe('subscription_not_started');
  });
});

describe('a start in the past', () => {
  it('catches up in order, each renewal at its own instant', () => {
    const created = execute(notCreated, aCreate({ startAt: at('2026-01-31') }), at('2026-04-15'));
    expect(documentsOf(advanceUntil(created, at('2026-04-15')))).toEqual([
      '2026-01-31T00:00Z start 20.00 = basic ×1 20.00',
      '2026-02-28T00:00Z renewal 20.00 = basic ×1 20.00',
      '2026-03-31T00:00Z renewal 20.00 = basic ×1 20.00',
    ]);
  });

  it('may be 24 periods ago, but not 25', () => {
    expect(execute(notCreated, aCreate({ startAt: at('2024-04-15') }), at('2026-04-15')).events.length).toBeGreaterThan(0);
    expect(given(notCreated).when(aCreate({ startAt: at('2024-03-15') }), at('2026-04-15'))).toBe('catch_up_too_long');
  });

  it('needs no catch-up in a sandbox, whose clock stands at the start', () => {
    const sandbox = execute(notCreated, aCreate({ clock: 'sandbox', startAt: at('2000-01-01') }), at('2026-04-15'));
    expect(liveState(sandbox)).toMatchObject({ at: '2000-01-01T00:00:00.000Z', period: { number: 1 } });
  });
});

describe('a start near the last supported instant', () => {
  const startingAt = (text: string, more: object = {}) =>
    given(notCreated).when(aCreate({ startAt: at(text), ...more }), at('2026-03-01'));

  it('is refused when its first period would end after 2999', () => {
    expect(startingAt('2999-12-01T00:00:00.000Z')).toBe('effective_at_invalid');
    expect(startingAt('2999-11-30T23:59:59.999Z')).toMatchObject([{ type: 'SubscriptionCreated' }]);
  });

  it('is refused when its trial ends within 2999 but its first period does not', () => {
    const tryout = newScenario(factsOfPlan(aPlan({ trialDays: 30 }), []));
    const order = aCreate({ startAt: at('2999-11-15T00:00:00.000Z') });
    expect(given(tryout).when(order, at('2026-03-01'))).toBe('effective_at_invalid');
  });
});

describe('a trial of many periods', () => {
  const days = (trialDays: number) =>
    newScenario(factsOfPlan(aPlan({ trialDays, rateCards: [aRateCard('base', { prices: [daily] })] }), []));
  const daily = { ...flat('1.00'), cadence: { every: 1, unit: 'day' } } as const;
  const order = aCreate({ cadence: { every: 1, unit: 'day' } });

  it('has at most 366 of them, which are charged at once if the policy says so', () => {
    expect(given(days(366)).when(order, at('2026-03-01'))).not.toBe('catch_up_too_long');
    expect(given(days(367)).when(order, at('2026-03-01'))).toBe('catch_up_too_long');
  });
});

describe('the sandbox clock', () => {
  const sandbox = execute(notCreated, aCreate({ clock: 'sandbox', startAt: at('2026-03-01') }), at('2026-04-15'));

  it('advances on request and processes what is due in between', () => {
    const moved = execute(sandbox, advanceTo(at('2026-05-15')), liveState(sandbox).at);
    expect(liveState(moved).at).toBe('2026-05-15T00:00:00.000Z');
    expect(moved.invoices).toHaveLength(3);
  });

  it('may advance to its current instant', () => {
    expect(given(sandbox).when(advanceTo(at('2026-03-01')), at('2026-03-01'))).toMatchObject([{ type: 'ClockAdvanced' }]);
  });
});

describe('policies that a creation sets', () => {
  it('apply to the order and to every later command', () => {
    const cover = anAddOn({ key: 'cover', rateCards: [aRateCard('cover', { prices: [flat('1.00')] })] });
    const plan = aPlan({ trialDays: 10, addOns: [aLink('cover', { requirement: 'mandatory' }), aLink('pool')] });
    const create = aCreate({ policies: { 'trial.mandatory': 'charge', 'attach.proration': 'full' } });
    const created = execute(newScenario(factsOf([plan, cover, anAddOn()])), create, at('2026-03-01'));
    expect(documentsOf(created)).toEqual(['2026-03-01T00:00Z start 0.36 = cover ×1 0.36 (10/28)']);
    expect(liveState(created).terms.policies).toMatchObject({ 'trial.mandatory': 'charge', 'attach.proration': 'full' });
    const inMarch = advanceUntil(created, at('2026-03-25'));
    expect(documentsOf(execute(inMarch, attach('pool'), at('2026-03-25'))).at(-1)).toBe(
      '2026-03-25T00:00Z change 20.00 = pool ×1 20.00',
    );
  });

  it('override the credit policy of a link when the subscription ends; without them the link applies', () => {
    const plan = aPlan({ addOns: [aLink('pool', { policies: { 'credit.form': 'none' } })] });
    const created = execute(
      newScenario(factsOf([plan, anAddOn()])),
      aCreate({ addOns: [{ addOnKey: 'pool' }] }),
      at('2026-03-01'),
    );
    const byPolicy = execute(created, cancel({ when: 'now' }), at('2026-03-18'));
    expect(documentsOf(byPolicy).slice(1)).toEqual(['2026-03-18T00:00Z credit -9.03 = basic ×-1 -9.03 (14/31)']);
    const byCommand = execute(created, cancel({ when: 'now', policies: { 'credit.form': 'creditNote' } }), at('2026-03-18'));
    expect(documentsOf(byCommand).slice(1)).toEqual([
      '2026-03-18T00:00Z credit -18.06 = basic ×-1 -9.03 (14/31), pool ×-1 -9.03 (14/31)',
    ]);
  });
});
