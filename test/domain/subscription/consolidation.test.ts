import type { PolicySettings } from '../../../src/domain/policy/policy.ts';
import { nextDue } from '../../../src/domain/subscription/life/due.ts';
import { aCreate, at, attach, cancel, changeQuantity, remove, cancelPendingChange } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { anAddOn, aPlan, devicePacks } from '../../support/builders/offerings.ts';
import { execute, documentsOf, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

/** Renewals at 18:00 in Berlin, which is 17:00Z in winter, on the 20th of each month; February has 28 days from there. */
const subscribed = (policies: PolicySettings = {}): Scenario => {
  const facts = factsOfPlan(aPlan({ policies }), [anAddOn(), devicePacks()]);
  return execute(newScenario(facts), aCreate({ timeZone: 'Europe/Berlin' }), at('2026-01-20T17:00Z'));
};
const renewalsOn = (scenario: Scenario, to: string): readonly string[] => documentsOf(advanceUntil(scenario, at(to))).slice(1);

describe('consolidate = day (semantics row 37)', () => {
  it('2-16 invoices changes at 09:00 and the renewal at 18:00 of one local day together at 18:00', () => {
    const scheduled = execute(subscribed(), attach('pool', { when: 'at', at: at('2026-02-20T08:00Z') }), at('2026-02-01'));
    const both = execute(
      scheduled,
      attach('devices', { quantity: '2', when: 'at', at: at('2026-02-20T08:30Z') }),
      at('2026-02-01'),
    );
    expect(renewalsOn(both, '2026-02-21')).toEqual([
      '2026-02-20T17:00Z renewal 54.00 = pool ×1 0.00 (0/31), devices ×2 0.00 (0/31), basic ×1 20.00, pool ×1 20.00, devices ×2 14.00',
    ]);
  });

  it('invoices deferred charges with a change later on the day of the renewal', () => {
    const putOff = execute(subscribed({ 'attach.invoice': 'nextInvoice' }), attach('pool'), at('2026-02-06T10:00Z'));
    const scheduled = execute(
      putOff,
      attach('devices', { when: 'at', at: at('2026-02-20T20:00Z'), policies: { 'attach.invoice': 'now' } }),
      at('2026-02-07'),
    );
    expect(renewalsOn(scheduled, '2026-02-21')).toEqual([
      '2026-02-20T20:00Z deferred 56.03 = pool ×1 9.03 (14/31), basic ×1 20.00, pool ×1 20.00, devices ×1 7.00',
    ]);
  });

  it('invoices at once the charges that waited for a canceled pending change', () => {
    const scheduled = execute(subscribed(), attach('devices', { when: 'at', at: at('2026-02-20T20:00Z') }), at('2026-02-07'));
    const waiting = advanceUntil(scheduled, at('2026-02-20T18:00Z'));
    expect(renewalsOn(waiting, '2026-02-20T18:00Z')).toEqual([]);
    const taken = execute(waiting, cancelPendingChange(liveState(waiting).pending[0]?.id ?? ''), at('2026-02-20T19:00Z'));
    expect(documentsOf(taken).slice(1)).toEqual(['2026-02-20T19:00Z change 20.00 = basic ×1 20.00']);
    expect(nextDue(taken.state)?.at).toBe('2026-03-20T17:00:00.000Z');
  });

  it('uses the customer’s local day, not UTC: 23:30Z is the next day in Berlin', () => {
    const scheduled = execute(subscribed(), attach('pool', { when: 'at', at: at('2026-02-20T23:30Z') }), at('2026-02-01'));
    expect(renewalsOn(scheduled, '2026-02-22')).toEqual([
      '2026-02-20T17:00Z renewal 20.00 = basic ×1 20.00',
      '2026-02-20T23:30Z deferred 19.29 = pool ×1 19.29 (27/28)',
    ]);
  });

  it('invoices a charge and its credit together when the charge waits for the renewal and is credited before it', () => {
    const morning = execute(
      subscribed(),
      attach('pool', { policies: { 'attach.proration': 'full' } }),
      at('2026-02-20T08:00Z'),
    );
    expect(documentsOf(morning)).toHaveLength(1);
    const gone = execute(morning, remove(morning.attachmentId, { when: 'now' }), at('2026-02-20T09:00Z'));
    expect(gone.creditNotes).toEqual([]);
    expect(renewalsOn(gone, '2026-02-21')).toHaveLength(1);
    expect(renewalsOn(gone, '2026-02-21')[0]).toContain('renewal 20.00 = pool ×1 20.00, pool ×-1 -20.00');
  });
});

describe('consolidate = instant and never', () => {
  const twoChanges = (policies: PolicySettings): Scenario => {
    const scheduled = execute(
      subscribed(policies),
      attach('pool', { when: 'at', at: at('2026-02-19T08:00Z') }),
      at('2026-02-01'),
    );
    return execute(scheduled, attach('devices', { when: 'at', at: at('2026-02-19T20:00Z') }), at('2026-02-01'));
  };

  it('day invoices two changes of one day together: 20.00 × 1/31 and 7.00 × 1/31', () => {
    expect(renewalsOn(twoChanges({}), '2026-02-20')).toEqual([
      '2026-02-19T20:00Z deferred 0.88 = pool ×1 0.65 (1/31), devices ×1 0.23 (1/31)',
    ]);
  });

  it('instant issues an invoice for each instant', () => {
    expect(renewalsOn(twoChanges({ consolidate: 'instant' }), '2026-02-20T17:00Z')).toEqual([
      '2026-02-19T08:00Z deferred 0.65 = pool ×1 0.65 (1/31)',
      '2026-02-19T20:00Z deferred 0.23 = devices ×1 0.23 (1/31)',
      '2026-02-20T17:00Z renewal 47.00 = basic ×1 20.00, pool ×1 20.00, devices ×1 7.00',
    ]);
  });

  it('never issues an invoice for the plan and one for each add-on', () => {
    expect(renewalsOn(twoChanges({ consolidate: 'never' }), '2026-02-20T17:00Z').slice(2)).toEqual([
      '2026-02-20T17:00Z renewal 20.00 = basic ×1 20.00',
      '2026-02-20T17:00Z renewal 20.00 = pool ×1 20.00',
      '2026-02-20T17:00Z renewal 7.00 = devices ×1 7.00',
    ]);
  });
});

describe('a deferred charge', () => {
  const putOff = execute(subscribed({ 'attach.invoice': 'nextInvoice' }), attach('pool'), at('2026-02-06T10:00Z'));

  it('is on the final invoice when the subscription ends before the renewal', () => {
    const over = execute(putOff, cancel({ when: 'now', policies: { 'credit.form': 'none' } }), at('2026-02-10'));
    expect(documentsOf(over).slice(1)).toEqual(['2026-02-10T00:00Z final 9.03 = pool ×1 9.03 (14/31)']);
  });

  it('is on the final invoice when the subscription ends at the renewal', () => {
    const over = advanceUntil(execute(putOff, cancel(), at('2026-02-10')), at('2026-03-01'));
    expect(documentsOf(over).slice(1)).toEqual(['2026-02-20T17:00Z final 9.03 = pool ×1 9.03 (14/31)']);
  });

  it('stays on the renewal invoice, with its credit of 9.03 × 7/14, when its add-on ends before', () => {
    const gone = execute(putOff, remove(putOff.attachmentId, { when: 'now' }), at('2026-02-13T10:00Z'));
    expect(renewalsOn(gone, '2026-02-21')).toEqual([
      '2026-02-20T17:00Z renewal 24.51 = pool ×1 9.03 (14/31), pool ×-1 -4.52 (7/14), basic ×1 20.00',
    ]);
  });

  it('may be zero: an increase on the last local day', () => {
    const one = execute(subscribed(), attach('devices'), at('2026-02-01'));
    const two = execute(one, changeQuantity(one.attachmentId, '2'), at('2026-02-20T10:00Z'));
    expect(documentsOf(two)).toHaveLength(2);
    expect(renewalsOn(two, '2026-02-21').at(-1)).toBe(
      '2026-02-20T17:00Z renewal 34.00 = devices ×1 0.00 (0/31), basic ×1 20.00, devices ×2 14.00',
    );
  });
});
