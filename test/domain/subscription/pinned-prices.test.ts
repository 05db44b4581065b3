import type { OfferingVersion } from '../../../src/domain/catalogue/model/offering.ts';
import type { PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import { aCreate, at, attach, cancel, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, flat, oneTime, perUnit } from '../../support/builders/offerings.ts';
import { execute, documentsOf, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const on18th = at('2026-03-18');
const april = at('2026-04-01');

const named = (key: string, price: PricePoint): PricePoint => ({ ...price, id: `pri_${key}`, key });
const archived = (price: PricePoint): PricePoint => ({ ...price, archived: true });

/** The catalogue after an edit in place that archives some prices and unarchives all others. */
const archiving = (versions: readonly OfferingVersion[], keys: readonly string[]): readonly OfferingVersion[] =>
  versions.map((version) => ({
    ...version,
    rateCards: version.rateCards.map((card) => ({
      ...card,
      prices: card.prices.map((price) => ({
        ...price,
        archived: keys.includes(price.key),
      })),
    })),
  }));

const plan = aPlan({
  rateCards: [aRateCard('gym', { prices: [archived(named('old', flat('10.00'))), named('new', flat('20.00'))] })],
  addOns: [aLink('pool'), aLink('seats'), aLink('devices'), aLink('setup')],
});
const pool = anAddOn({
  rateCards: [aRateCard('pool', { prices: [archived(named('pool-old', flat('50.00'))), named('pool-new', flat('31.00'))] })],
});
/** Formerly priced per seat, now at a flat price: another model at the same cadence and currency. */
const seats = anAddOn({
  key: 'seats',
  rateCards: [aRateCard('seats', { prices: [archived(named('s-flat', flat('99.00'))), named('s-unit', perUnit('7.00'))] })],
});
const devices = anAddOn({
  key: 'devices',
  instance: 'multiple',
  rateCards: [aRateCard('devices', { prices: [archived(named('d-old', flat('5.00'))), named('d-new', flat('3.00'))] })],
});
const setup = anAddOn({
  key: 'setup',
  rateCards: [
    aRateCard('setup', { prices: [archived(named('every-month', flat('4.00'))), named('u-once', oneTime(flat('40.00')))] }),
  ],
});
const catalogue = [plan, pool, seats, devices, setup];
const later = factsOf(archiving(catalogue, ['new', 'pool-new', 's-unit', 'd-new']));
const inMarch = (): Scenario => execute(newScenario(factsOf(catalogue)), aCreate(), march);
const edited = (scenario: Scenario): Scenario => ({ ...scenario, facts: later });
const changesOf = (scenario: Scenario): readonly string[] => documentsOf(scenario).slice(1);

describe('archiving a price and unarchiving its predecessor', () => {
  it('3-43, 3-44 keeps the bought price of the plan: 20.00, not 10.00', () => {
    const scenario = edited(inMarch());
    expect(changesOf(advanceUntil(scenario, april))).toEqual(['2026-04-01T00:00Z renewal 20.00 = basic ×1 20.00']);
    // 20.00 × 14/31, with the id of the charged price
    const canceled = execute(scenario, cancel({ when: 'now' }), on18th);
    expect(changesOf(canceled)).toEqual(['2026-03-18T00:00Z credit -9.03 = basic ×-1 -9.03 (14/31)']);
    expect(canceled.creditNotes[0]?.lines[0]?.priceId).toBe('pri_new');
  });

  it('keeps the bought price of an add-on for the renewal and the credit', () => {
    const scenario = edited(execute(inMarch(), attach('pool'), march));
    expect(changesOf(advanceUntil(scenario, april)).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 51.00 = basic ×1 20.00, pool ×1 31.00',
    ]);
    const removed = execute(scenario, remove(scenario.attachmentId, { when: 'now' }), on18th);
    expect(removed.creditNotes[0]?.lines[0]?.priceId).toBe('pri_pool-new');
  });

  it('keeps charging and crediting per seat if the other price is flat', () => {
    const scenario = edited(execute(inMarch(), attach('seats', { quantity: '3' }), march));
    // 2 × 7.00 × 14/31 = 6.3225…
    const five = execute(scenario, changeQuantity(scenario.attachmentId, '5'), on18th);
    expect(changesOf(five).slice(1)).toEqual(['2026-03-18T00:00Z change 6.32 = seats ×2 6.32 (14/31)']);
    const two = execute(scenario, changeQuantity(scenario.attachmentId, '2', { when: 'now' }), on18th);
    expect(changesOf(two).slice(1)).toEqual(['2026-03-18T00:00Z credit -3.16 = seats ×-1 -3.16 (14/31)']);
    expect(changesOf(advanceUntil(five, april)).slice(2)).toEqual([
      '2026-04-01T00:00Z renewal 55.00 = basic ×1 20.00, seats ×5 35.00',
    ]);
  });

  it('keeps the price of an attachment for instances that join it', () => {
    const scenario = edited(execute(inMarch(), attach('devices'), march));
    const two = execute(scenario, attach('devices'), march);
    expect(changesOf(two).slice(1)).toEqual(['2026-03-01T00:00Z change 3.00 = devices ×1 3.00']);
  });

  it('charges a scheduled attach at the price of its scheduling, separate from instances at another price', () => {
    const scheduled = execute(inMarch(), attach('pool', { when: 'nextPeriod' }), on18th);
    expect(changesOf(advanceUntil(edited(scheduled), april))).toEqual([
      '2026-04-01T00:00Z renewal 51.00 = basic ×1 20.00, pool ×1 31.00',
    ]);
    // One instance at 3.00; then the price becomes 5.00, and a second instance is scheduled at it.
    const one = edited(execute(inMarch(), attach('devices', { policies: { 'instance.merge': 'separate' } }), march));
    const separately = { when: 'nextPeriod', policies: { 'instance.merge': 'separate' } } as const;
    const both = advanceUntil(execute(one, attach('devices', separately), on18th), april);
    expect(changesOf(both).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 28.00 = basic ×1 20.00, devices ×1 3.00, devices ×1 5.00',
    ]);
  });

  it('charges an order that waits for its start at the prices of the order', () => {
    const ordered = execute(
      newScenario(factsOf(catalogue)),
      aCreate({ startAt: april, addOns: [{ addOnKey: 'seats', quantity: '2' }] }),
      march,
    );
    expect(documentsOf(advanceUntil(edited(ordered), april))).toEqual([
      '2026-04-01T00:00Z start 34.00 = basic ×1 20.00, seats ×2 14.00',
    ]);
  });

  it('keeps a recurring charge recurring if the other price of the card is one-time', () => {
    const swapped = factsOf(archiving(catalogue, ['u-once']));
    const scenario = execute({ ...inMarch(), facts: swapped }, attach('setup'), march);
    const back = { ...scenario, facts: factsOf(catalogue) };
    expect(liveState(back).attachments[0]?.priceIds).toEqual(['pri_every-month']);
    expect(changesOf(advanceUntil(back, april)).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 24.00 = basic ×1 20.00, setup ×1 4.00',
    ]);
  });

  it('keeps a link price, and the price of the order for a card of a later phase', () => {
    const linked = aPlan({
      phases: [
        { key: 'intro', durationInCycles: 1 },
        { key: 'regular', durationInCycles: null },
      ],
      rateCards: [
        aRateCard('intro', { phase: 'intro', prices: [named('i', flat('1.00'))] }),
        aRateCard('gym', {
          phase: 'regular',
          prices: [archived(named('r-old', flat('10.00'))), named('r-new', flat('20.00'))],
        }),
      ],
      addOns: [aLink('pool', { prices: [{ rateCardKey: 'pool', price: named('of-link', flat('15.00')) }] })],
    });
    const ordered = execute(newScenario(factsOf([linked, pool])), aCreate({ addOns: [{ addOnKey: 'pool' }] }), march);
    const scenario = { ...ordered, facts: factsOf(archiving([linked, pool], ['r-new', 'pool-new', 'i'])) };
    expect(changesOf(advanceUntil(scenario, april))).toEqual([
      '2026-04-01T00:00Z renewal 35.00 = basic ×1 20.00, pool ×1 15.00',
    ]);
  });
});

describe('a purchase from before prices were pinned', () => {
  it('continues at the price on sale, else at an archived one', () => {
    const scenario = execute(inMarch(), attach('pool'), march);
    const state = liveState(scenario);
    const { priceIds: _base, ...base } = state.terms.base;
    const addOns = state.attachments.map(({ priceIds: _own, ...addOn }) => addOn);
    const before = { ...scenario, state: { ...state, addOns, terms: { ...state.terms, base } } };
    expect(changesOf(advanceUntil(before, april)).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 51.00 = basic ×1 20.00, pool ×1 31.00',
    ]);
  });
});
