import type { LiveSubscription } from '../../../src/domain/subscription/model/state.ts';
import { aCreate, at, attach, cancel, changeQuantity, remove, cancelPendingChange } from '../../support/builders/commands.ts';
import { factsOf, factsOfPlan } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, devicePacks, flat, seats } from '../../support/builders/offerings.ts';
import {
  execute,
  attempt,
  documentsOf,
  given,
  liveState,
  type Scenario,
  newScenario,
  advanceUntil,
} from '../../support/decider.ts';

const pool = anAddOn();
const facts = factsOfPlan(aPlan(), [pool, devicePacks(), seats()]);
const start = execute(newScenario(facts), aCreate(), at('2026-03-01'));
const withPacks = execute(start, attach('devices', { quantity: '3' }), at('2026-03-01'));
const packs = withPacks.attachmentId;
const eighteenth = at('2026-03-18');

/** A state without its counters and its instant. */
const comparable = ({ state }: Scenario): Omit<LiveSubscription, 'at' | 'sequence'> => {
  const { at: _at, sequence: _sequence, ...rest } = state as LiveSubscription;
  return rest;
};

describe('pending changes (semantics row 7)', () => {
  it('are unlimited for different attachments, and have no effect before they are due', () => {
    const three = [
      attach('pool', { when: 'nextPeriod' }),
      attach('seats', { quantity: '4', when: 'at', at: at('2026-03-25') }),
      changeQuantity(packs, '1'),
    ].reduce((scenario: Scenario, command) => execute(scenario, command, eighteenth), withPacks);
    expect(liveState(three).pending.map(({ type, effectiveAt }) => `${type} ${effectiveAt}`)).toEqual([
      'attachAddOn 2026-04-01T00:00:00.000Z',
      'attachAddOn 2026-03-25T00:00:00.000Z',
      'changeAddOnQuantity 2026-04-01T00:00:00.000Z',
    ]);
    expect({ ...comparable(three), pending: [] }).toEqual(comparable(withPacks));
    expect(documentsOf(advanceUntil(three, at('2026-04-01'))).at(-1)).toBe(
      '2026-04-01T00:00Z renewal 75.00 = basic ×1 20.00, devices ×1 7.00, seats ×4 28.00, pool ×1 20.00',
    );
  });

  it.each([
    ['a quantity', changeQuantity(packs, '1')],
    ['a removal', remove(packs)],
    ['an attach', attach('pool', { when: 'nextPeriod' })],
    ['the end', cancel()],
  ])('restore the state exactly when %s is canceled', (_name, command) => {
    const scheduled = execute(withPacks, command, eighteenth);
    const [change] = liveState(scheduled).pending;
    const restored = execute(scheduled, cancelPendingChange(change?.id ?? ''), at('2026-03-19'));
    expect(comparable(restored)).toEqual(comparable(withPacks));
    expect(restored.last).toHaveLength(1);
    const inMay = at('2026-05-02');
    expect(documentsOf(advanceUntil(restored, inMay))).toEqual(documentsOf(advanceUntil(withPacks, inMay)));
  });

  it('are listed as the conflicts of a change', () => {
    const scheduled = execute(withPacks, changeQuantity(packs, '1'), eighteenth);
    const refusal = attempt(scheduled, remove(packs), eighteenth);
    expect(refusal).toMatchObject({
      ok: false,
      error: {
        code: 'pending_change_conflict',
        meta: { conflicts: [{ id: 'chg_1_1', type: 'changeAddOnQuantity', effectiveAt: '2026-04-01T00:00:00.000Z' }] },
      },
    });
    expect(given(scheduled).when(attach('devices'), eighteenth)).toBe('pending_change_conflict');
  });

  it('are replaced only on explicit request', () => {
    const scheduled = execute(withPacks, changeQuantity(packs, '1'), eighteenth);
    expect(given(scheduled).when(remove(packs, { policies: { 'pending.conflict': 'replace' } }), eighteenth)).toMatchObject([
      { type: 'ScheduledChangeCanceled', changeId: 'chg_1_1' },
      { type: 'ChangeScheduled', change: { id: 'chg_1_2', type: 'removeAddOn', attachmentId: packs } },
    ]);
  });

  it('do not count against the maximum of instances once they are replaced', () => {
    const limited = factsOf([aPlan({ addOns: [aLink('devices', { maxInstances: 5 })] }), devicePacks()]);
    const one = execute(execute(newScenario(limited), aCreate(), at('2026-03-01')), attach('devices'), at('2026-03-01'));
    const four = execute(one, changeQuantity(one.attachmentId, '4', { when: 'nextPeriod' }), eighteenth);
    const replace = { policies: { 'pending.conflict': 'replace' } } as const;
    const five = execute(four, changeQuantity(one.attachmentId, '5', { when: 'nextPeriod', ...replace }), eighteenth);
    expect(liveState(five).pending).toMatchObject([{ quantity: '5' }]);
    expect(given(four).when(attach('devices', { quantity: '3', ...replace }), eighteenth)).toMatchObject([
      { type: 'ScheduledChangeCanceled' },
      { type: 'AddOnQuantityChanged', from: '1', to: '4' },
      { type: 'GrantEnded' },
      { type: 'ChargeRaised' },
      { type: 'GrantStarted' },
      { type: 'InvoiceIssued' },
    ]);
  });

  it('3-43 pin the version and its price: a later launch does not change them', () => {
    const scheduled = execute(withPacks, attach('pool', { when: 'nextPeriod' }), eighteenth);
    const dearer = anAddOn({ version: 2, rateCards: [aRateCard('pool', { prices: [flat('99.00')] })] });
    const later = factsOfPlan(aPlan(), [pool, dearer, devicePacks(), seats()]);
    const renewed = advanceUntil({ ...scheduled, facts: later }, at('2026-04-01'));
    expect(documentsOf(renewed).at(-1)).toBe(
      '2026-04-01T00:00Z renewal 61.00 = basic ×1 20.00, devices ×3 21.00, pool ×1 20.00',
    );
    expect(liveState(renewed).attachments.at(-1)).toMatchObject({ addOnKey: 'pool', version: 1 });
  });

  it('end with the subscription', () => {
    const scheduled = execute(withPacks, attach('pool', { when: 'nextPeriod' }), eighteenth);
    expect(given(scheduled).when(cancel({ when: 'now' }), eighteenth)).toMatchObject([
      { type: 'ScheduledChangeCanceled', changeId: 'chg_1_1' },
      { type: 'CreditNoteIssued' },
      { type: 'GrantEnded' },
      { type: 'GrantEnded' },
      { type: 'AddOnEnded', attachmentId: packs, ending: 'canceled' },
      { type: 'SubscriptionEnded', ending: 'canceled' },
    ]);
  });
});

describe('pending.conflict = replace', () => {
  const bySelf = { actor: 'customer' } as const;
  const replacing = factsOfPlan(aPlan({ policies: { 'pending.conflict': 'replace' } }), [pool, devicePacks(), seats()]);
  const having = execute(
    execute(newScenario(replacing), aCreate(), at('2026-03-01')),
    attach('devices', { quantity: '3' }),
    at('2026-03-01'),
  );
  const id = having.attachmentId;
  const pendingOf = (scenario: Scenario): readonly string[] =>
    liveState(scenario).pending.map(({ type, actor }) => `${type} by ${actor}`);

  it.each([
    ['the quantity', remove(id), changeQuantity(id, '4', bySelf)],
    ['a smaller quantity', remove(id), changeQuantity(id, '2', bySelf)],
    ['a removal', changeQuantity(id, '1'), remove(id, bySelf)],
    ['more instances', remove(id), attach('devices', bySelf)],
    ['the end, of an attach', attach('pool', { when: 'nextPeriod' }), cancel(bySelf)],
    ['the end, of an earlier end', cancel(), cancel({ ...bySelf, when: 'at', at: at('2026-05-01') })],
  ])('does not let a customer replace an administrator’s change by %s', (_name, scheduled, command) => {
    const scenario = execute(having, scheduled, eighteenth);
    expect(attempt(scenario, command, eighteenth)).toMatchObject({
      ok: false,
      error: { code: 'policy_argument_forbidden', meta: { policy: 'pending.conflict', changeId: 'chg_1_1' } },
    });
    expect(attempt(scenario, { ...command, actor: 'admin' }, eighteenth)).toMatchObject({ ok: true });
  });

  it('lets a customer replace its own change', () => {
    const scenario = execute(having, remove(id, bySelf), eighteenth);
    expect(pendingOf(execute(scenario, changeQuantity(id, '2', bySelf), eighteenth))).toEqual([
      'changeAddOnQuantity by customer',
    ]);
  });
});
