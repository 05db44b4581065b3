import { nextDue } from '../../../src/domain/subscription/life/due.ts';
import { statusOf } from '../../../src/domain/subscription/model/state.ts';
import { at, aCreate, advanceTo, attach, cancel, remove } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aRateCard, aSinglePurchase, flat, oneTime } from '../../support/builders/offerings.ts';
import {
  execute,
  documentsOf,
  endedState,
  given,
  liveState,
  type Scenario,
  newScenario,
  advanceUntil,
} from '../../support/decider.ts';

const march = at('2026-03-01');
const support = anAddOn({ key: 'support', rateCards: [aRateCard('support', { prices: [flat('10.00')] })] });
const poster = anAddOn({ key: 'poster', rateCards: [aRateCard('poster', { prices: [oneTime(flat('8.00'))] })] });
const licence = aSinglePurchase({ addOns: [aLink('support'), aLink('poster')] });
const facts = factsOf([licence, support, poster]);
const { planKey: _noPlan, ...order } = aCreate();
const buy = { ...order, singlePurchaseKey: 'licence' };
const bought = (): Scenario => execute(newScenario(facts), buy, march);

describe('a single purchase', () => {
  it('0-2 is charged once and grants access; afterwards nothing is due', () => {
    const scenario = bought();
    expect(documentsOf(scenario)).toEqual(['2026-03-01T00:00Z start 199.00 = licence ×1 199.00']);
    expect(scenario.invoices[0]?.lines[0]).toMatchObject({ kind: 'oneTime', offeringKind: 'singlePurchase' });
    expect(liveState(scenario).grants.map(({ featureKey, cause }) => [featureKey, cause])).toEqual([
      ['licence', { kind: 'charge', lineId: scenario.invoices[0]?.lines[0]?.id }],
    ]);
    expect(nextDue(scenario.state)).toBeNull();
    expect(advanceUntil(scenario, at('2030-01-01')).last).toEqual([]);
  });

  it('0-2 accepts an add-on, whose periods are counted from the purchase: 10.00 × 14/31, then 10.00 a month', () => {
    const scenario = advanceUntil(execute(bought(), attach('support'), at('2026-03-18')), at('2026-05-01'));
    expect(documentsOf(scenario).slice(1)).toEqual([
      '2026-03-18T00:00Z change 4.52 = support ×1 4.52 (14/31)',
      '2026-04-01T00:00Z renewal 10.00 = support ×1 10.00',
      '2026-05-01T00:00Z renewal 10.00 = support ×1 10.00',
    ]);
  });

  it('0-2, 0-3 accepts an add-on years later, in the period of that day, without a wake in between', () => {
    const scenario = execute(bought(), attach('support'), at('2028-02-10'));
    expect(scenario.last[0]).toMatchObject({
      type: 'PeriodStarted',
      at: at('2028-02-10'),
      period: { number: 24, start: at('2028-02-01'), end: at('2028-03-01') },
    });
    // 10 to 29 February 2028 are 20 of 29 days: 6.8965…
    expect(documentsOf(advanceUntil(scenario, at('2028-03-01'))).slice(1)).toEqual([
      '2028-02-10T00:00Z change 6.90 = support ×1 6.90 (20/29)',
      '2028-03-01T00:00Z renewal 10.00 = support ×1 10.00',
    ]);
  });

  it('has nothing due again after the last recurring add-on ends', () => {
    const attached = execute(bought(), attach('support'), at('2026-03-18'));
    const ending = advanceUntil(execute(attached, remove(attached.attachmentId), at('2026-03-20')), at('2026-04-01'));
    expect(documentsOf(ending)).toHaveLength(2);
    expect(liveState(ending).attachments).toEqual([]);
    expect(nextDue(ending.state)).toBeNull();
  });

  it('charges a scheduled attach in the period of its instant: 10.00 × 22/31 from 10 July', () => {
    const scheduled = execute(bought(), attach('support', { when: 'at', at: at('2026-07-10') }), march);
    expect(nextDue(scheduled.state)).toMatchObject({ at: at('2026-07-10'), kind: 'scheduledChange' });
    expect(documentsOf(advanceUntil(scheduled, at('2026-07-10'))).slice(1)).toEqual([
      '2026-07-10T00:00Z deferred 7.10 = support ×1 7.10 (22/31)',
    ]);
  });

  it('does not start to recur when a one-time add-on is attached', () => {
    const scenario = execute(bought(), attach('poster'), at('2026-06-05'));
    expect(documentsOf(scenario).slice(1)).toEqual(['2026-06-05T00:00Z change 8.00 = poster ×1 8.00']);
    expect(nextDue(scenario.state)).toBeNull();
  });

  it('invoices a charge deferred to the renewal at the end of the period, and wakes only for that', () => {
    const scenario = execute(bought(), attach('poster', { policies: { 'attach.invoice': 'nextInvoice' } }), at('2026-06-05'));
    expect(nextDue(scenario.state)).toMatchObject({ at: at('2026-07-01') });
    const later = advanceUntil(scenario, at('2026-12-01'));
    expect(documentsOf(later).slice(1)).toEqual(['2026-07-01T00:00Z renewal 8.00 = poster ×1 8.00']);
    expect(nextDue(later.state)).toBeNull();
  });

  it('ends at the end of the period of the cancellation, with its add-ons and without a credit', () => {
    const scenario = advanceUntil(execute(bought(), cancel(), at('2026-06-05')), at('2026-07-01'));
    expect(endedState(scenario)).toMatchObject({ endedAt: at('2026-07-01'), ending: 'canceled' });
    expect(documentsOf(scenario)).toHaveLength(1);
  });

  it('gives the same outcome when the sandbox clock advances in one step or in many', () => {
    const sandbox = (): Scenario => execute(newScenario(facts), { ...buy, clock: 'sandbox' }, march);
    const july = at('2026-07-10');
    const oneStep = execute(execute(sandbox(), advanceTo(july), march), attach('support'), july);
    const half = execute(execute(sandbox(), advanceTo(at('2026-05-05')), march), advanceTo(july), at('2026-05-05'));
    const twoSteps = execute(half, attach('support'), july);
    expect(documentsOf(twoSteps)).toEqual(documentsOf(oneStep));
    expect(twoSteps.state).toEqual(oneStep.state);
    expect(statusOf(liveState(oneStep))).toBe('active');
  });

  it('0-30 includes its mandatory add-on', () => {
    const withCare = aSinglePurchase({ addOns: [aLink('support', { requirement: 'mandatory' })] });
    expect(documentsOf(execute(newScenario(factsOf([withCare, support])), buy, march))).toEqual([
      '2026-03-01T00:00Z start 209.00 = licence ×1 199.00, support ×1 10.00',
    ]);
  });

  it('may start long ago, since there is no period to catch up with, unless an add-on recurs', () => {
    const now = at('2029-03-05');
    const since = { ...buy, startAt: march };
    expect(documentsOf(execute(newScenario(facts), since, now))).toEqual([
      '2026-03-01T00:00Z start 199.00 = licence ×1 199.00',
    ]);
    expect(given(newScenario(facts)).when({ ...since, addOns: [{ addOnKey: 'support' }] }, now)).toBe('catch_up_too_long');
  });

  it('is refused while it is not on sale, and in a currency without a price', () => {
    expect(given(newScenario(factsOf([support]))).when(buy, march)).toBe('single_purchase_not_launched');
    expect(given(newScenario(facts)).when({ ...buy, currency: 'EUR' }, march)).toBe('price_not_found');
  });
});
