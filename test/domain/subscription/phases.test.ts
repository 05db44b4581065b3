import { aCreate, at, cancel } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aPlan, aQuota, aRateCard, flat, oneTime } from '../../support/builders/offerings.ts';
import { execute, documentsOf, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const phases = [
  { key: 'intro', durationInCycles: 2 },
  { key: 'regular', durationInCycles: null },
];
const lockers = aRateCard('lockers', { prices: [flat('1.00')] });
const plan = aPlan({
  phases,
  rateCards: [
    aRateCard('gym-intro', { phase: 'intro', featureKey: 'gym', prices: [flat('5.00')] }),
    aRateCard('gym', { phase: 'regular', prices: [flat('9.00')] }),
    aRateCard('sauna', { phase: 'regular', entitlement: aQuota('4', { anchor: 'attach' }), prices: [] }),
    lockers,
  ],
});
const begun = (given = plan): Scenario => execute(newScenario(factsOf([given])), aCreate(), march);
const accessOf = (scenario: Scenario): readonly string[] =>
  liveState(scenario).grants.map(({ rateCardKey, startsAt }) => `${rateCardKey} since ${startsAt.slice(0, 10)}`);

describe('rate cards of a phase', () => {
  it('1-3 are charged during their phase: 5.00 + 1.00 for two cycles, then 9.00 + 1.00', () => {
    expect(documentsOf(advanceUntil(begun(), at('2026-06-01')))).toEqual([
      '2026-03-01T00:00Z start 6.00 = basic ×1 5.00, basic ×1 1.00',
      '2026-04-01T00:00Z renewal 6.00 = basic ×1 5.00, basic ×1 1.00',
      '2026-05-01T00:00Z renewal 10.00 = basic ×1 9.00, basic ×1 1.00',
      '2026-06-01T00:00Z renewal 10.00 = basic ×1 9.00, basic ×1 1.00',
    ]);
  });

  it('1-3 grant access during their phase; those of every phase continue', () => {
    expect(accessOf(advanceUntil(begun(), at('2026-04-30')))).toEqual([
      'gym-intro since 2026-03-01',
      'lockers since 2026-03-01',
    ]);
    const regular = advanceUntil(begun(), at('2026-05-01'));
    expect(accessOf(regular)).toEqual(['lockers since 2026-03-01', 'gym since 2026-05-01', 'sauna since 2026-05-01']);
    const [renewal] = regular.invoices.slice(-1);
    const gym = liveState(regular).grants.find(({ rateCardKey }) => rateCardKey === 'gym');
    expect(gym?.cause).toEqual({ kind: 'charge', lineId: renewal?.lines[0]?.id });
    // A card without a price is paid for by every line of the plan.
    const sauna = liveState(regular).grants.find(({ rateCardKey }) => rateCardKey === 'sauna');
    expect(renewal?.lines.map(({ grantIds }) => grantIds.includes(sauna?.id ?? ''))).toEqual([true, true]);
    expect(sauna?.windowAnchorAt).toBe(at('2026-05-01'));
  });

  it('count the cycles of the first phase from the end of the trial', () => {
    const scenario = advanceUntil(begun({ ...plan, trialDays: 14 }), at('2026-05-15'));
    expect(documentsOf(scenario)).toEqual([
      '2026-03-15T00:00Z trialEnd 6.00 = basic ×1 5.00, basic ×1 1.00',
      '2026-04-15T00:00Z renewal 6.00 = basic ×1 5.00, basic ×1 1.00',
      '2026-05-15T00:00Z renewal 10.00 = basic ×1 9.00, basic ×1 1.00',
    ]);
  });

  it('are charged at the start of their phase if they are one-time', () => {
    const welcome = aRateCard('welcome', { phase: 'regular', prices: [oneTime(flat('30.00'))] });
    const scenario = advanceUntil(begun({ ...plan, rateCards: [...plan.rateCards, welcome] }), at('2026-06-01'));
    expect(documentsOf(scenario).slice(2)).toEqual([
      '2026-05-01T00:00Z renewal 40.00 = basic ×1 9.00, basic ×1 1.00, basic ×1 30.00',
      '2026-06-01T00:00Z renewal 10.00 = basic ×1 9.00, basic ×1 1.00',
    ]);
  });

  it('may have no price in the first phase: a later phase with a price still begins', () => {
    const free = aPlan({
      phases,
      rateCards: [
        aRateCard('gym-intro', { phase: 'intro', featureKey: 'gym' }),
        aRateCard('gym', { phase: 'regular', prices: [flat('9.00')] }),
      ],
    });
    const scenario = advanceUntil(begun(free), at('2026-05-01'));
    expect(documentsOf(scenario)).toEqual(['2026-05-01T00:00Z renewal 9.00 = basic ×1 9.00']);
    expect(accessOf(advanceUntil(begun(free), at('2026-04-01')))).toEqual(['gym-intro since 2026-03-01']);
  });

  it('are credited at their own price: 9.00 × 16/31 and 1.00 × 16/31 on 16 May', () => {
    const scenario = execute(advanceUntil(begun(), at('2026-05-01')), cancel({ when: 'now' }), at('2026-05-16'));
    expect(documentsOf(scenario).slice(-1)).toEqual([
      '2026-05-16T00:00Z credit -5.17 = basic ×-1 -4.65 (16/31), basic ×-1 -0.52 (16/31)',
    ]);
  });
});
