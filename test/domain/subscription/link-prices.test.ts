import { at, aCreate, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOf } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aSinglePurchase, flat, perUnit, seats } from '../../support/builders/offerings.ts';
import type { LinkPrice } from '../../../src/domain/catalogue/model/offering.ts';
import type { Facts } from '../../../src/domain/subscription/model/facts.ts';
import { execute, documentsOf, given, liveState, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const on18th = at('2026-03-18');
const priced = (rateCardKey: string, price: LinkPrice['price']): LinkPrice => ({
  rateCardKey,
  price: { ...price, id: `${price.id}_of_link`, key: `${price.key}-of-link` },
});
const cheaper = aLink('pool', { prices: [priced('pool', flat('15.00'))] });
const basic = aPlan({ addOns: [cheaper, aLink('seats')] });
const facts = factsOf([basic, anAddOn(), seats()]);
const inMarch = (with_: Facts = facts): Scenario => execute(newScenario(with_), aCreate(), march);
const changesOf = (scenario: Scenario): readonly string[] => documentsOf(scenario).slice(1);

describe('a price of the link between plan and add-on', () => {
  it('1-6 overrides the add-on’s price: 15.00 × 14/31, then 15.00 a month, with its own id', () => {
    const scenario = advanceUntil(execute(inMarch(), attach('pool'), on18th), at('2026-04-01'));
    expect(changesOf(scenario)).toEqual([
      '2026-03-18T00:00Z change 6.77 = pool ×1 6.77 (14/31)',
      '2026-04-01T00:00Z renewal 35.00 = basic ×1 20.00, pool ×1 15.00',
    ]);
    expect(scenario.invoices[1]?.lines[0]?.priceId).toBe('pri_USD-1-month_of_link');
  });

  it('is credited: 6.77 × 7/14 on the 25th', () => {
    const attached = execute(inMarch(), attach('pool'), on18th);
    const detached = execute(attached, remove(attached.attachmentId, { when: 'now' }), at('2026-03-25'));
    expect(changesOf(detached).slice(1)).toEqual(['2026-03-25T00:00Z credit -3.39 = pool ×-1 -3.39 (7/14)']);
    expect(detached.creditNotes[0]?.lines[0]?.priceId).toBe('pri_USD-1-month_of_link');
  });

  it('applies to increases and to the mandatory add-ons of an order', () => {
    const link = aLink('seats', { requirement: 'mandatory', prices: [priced('seats', perUnit('6.00'))] });
    const plan = aPlan({ addOns: [link] });
    const ordered = execute(
      newScenario(factsOf([plan, seats()])),
      aCreate({ addOns: [{ addOnKey: 'seats', quantity: '2' }] }),
      march,
    );
    expect(documentsOf(ordered)).toEqual(['2026-03-01T00:00Z start 32.00 = basic ×1 20.00, seats ×2 12.00']);
    const [attachment] = liveState(ordered).attachments;
    const three = execute(ordered, changeQuantity(attachment?.id ?? '', '3'), at('2026-03-18'));
    // 6.00 × 14/31 = 2.7096…
    expect(changesOf(three)).toEqual(['2026-03-18T00:00Z change 2.71 = seats ×1 2.71 (14/31)']);
  });

  it('decides whether a quantity is allowed: a flat price allows only 1', () => {
    const plan = aPlan({ addOns: [aLink('seats', { prices: [priced('seats', flat('50.00'))] })] });
    const scenario = execute(newScenario(factsOf([plan, seats()])), aCreate(), march);
    expect(given(scenario).when(attach('seats', { quantity: '3' }), march)).toBe('quantity_invalid');
    const one = execute(scenario, attach('seats'), march);
    expect(given(one).when(changeQuantity(one.attachmentId, '3'), march)).toBe('quantity_invalid');
  });

  it('2-13 adds a missing price: the add-on has a price in EUR only through the link', () => {
    const inEuro = { currency: 'EUR' };
    const plan = aPlan({
      rateCards: [{ ...basic.rateCards[0], prices: [flat('20.00', inEuro)] } as (typeof basic.rateCards)[number]],
      addOns: [aLink('pool', { prices: [priced('pool', flat('14.00', inEuro))] }), aLink('seats')],
    });
    const scenario = execute(newScenario(factsOf([plan, anAddOn(), seats()])), aCreate({ currency: 'EUR' }), march);
    expect(changesOf(execute(scenario, attach('pool'), march))).toEqual(['2026-03-01T00:00Z change 14.00 = pool ×1 14.00']);
    expect(given(scenario).when(attach('seats'), march)).toBe('price_not_found');
  });

  it('is pinned when an attach is scheduled', () => {
    const scheduled = execute(inMarch(), attach('pool', { when: 'nextPeriod' }), on18th);
    expect(changesOf(advanceUntil(scheduled, at('2026-04-01')))).toEqual([
      '2026-04-01T00:00Z renewal 35.00 = basic ×1 20.00, pool ×1 15.00',
    ]);
  });

  it('2-14 does not apply to another base', () => {
    const gold = aPlan({ key: 'gold', addOns: [aLink('pool')] });
    const scenario = execute(newScenario(factsOf([basic, gold, anAddOn(), seats()])), aCreate({ planKey: 'gold' }), march);
    expect(changesOf(execute(scenario, attach('pool'), march))).toEqual(['2026-03-01T00:00Z change 20.00 = pool ×1 20.00']);
  });

  it('1-10 stays with an attachment where links are open, whether the link changes or is removed', () => {
    const open = { policies: { 'compatibility.lock': 'open' } } as const;
    const first = aPlan({ ...open, status: 'superseded', addOns: [aLink('pool')] });
    const second = aPlan({ ...open, version: 2, addOns: [cheaper] });
    const joined = execute(newScenario(factsOf([{ ...first, status: 'launched' }, anAddOn()])), aCreate(), march);
    // The plan on sale links the add-on at another price, then no longer.
    const attached = execute({ ...joined, facts: factsOf([first, second, anAddOn()]) }, attach('pool'), march);
    expect(changesOf(attached)).toEqual(['2026-03-01T00:00Z change 15.00 = pool ×1 15.00']);
    const third = aPlan({ ...open, version: 3, addOns: [] });
    const facts3 = factsOf([first, { ...second, status: 'superseded' }, third, anAddOn()]);
    expect(changesOf(advanceUntil({ ...attached, facts: facts3 }, at('2026-04-01'))).slice(1)).toEqual([
      '2026-04-01T00:00Z renewal 35.00 = basic ×1 20.00, pool ×1 15.00',
    ]);
  });

  it('0-2 applies to a single purchase too', () => {
    const { planKey: _noPlan, ...order } = aCreate();
    const scenario = execute(
      newScenario(factsOf([aSinglePurchase({ addOns: [cheaper] }), anAddOn()])),
      { ...order, singlePurchaseKey: 'licence' },
      march,
    );
    expect(changesOf(execute(scenario, attach('pool'), on18th))).toEqual([
      '2026-03-18T00:00Z change 6.77 = pool ×1 6.77 (14/31)',
    ]);
  });
});
