import { defaultPresentation } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { InvoiceLine } from '../../../src/domain/billing/invoice.ts';
import type { AddOnVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { at, aCreate, attach, changeQuantity } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { aPlan, aQuota, aRateCard, flat, perUnit, seats } from '../../support/builders/offerings.ts';
import { execute, type Scenario, newScenario } from '../../support/decider.ts';

const march = at('2026-03-01');
const seat = { singular: 'seat', plural: 'seats' };
const inMarch = (addOn: AddOnVersion): Scenario => execute(newScenario(factsOfPlan(aPlan(), [addOn])), aCreate(), march);
const bought = (addOn: AddOnVersion, quantity: string): Scenario =>
  execute(inMarch(addOn), attach('seats', { quantity }), march);
const namesOf = (lines: readonly InvoiceLine[] | undefined) =>
  (lines ?? []).map(({ description, quantity, unitName }) => [description, quantity, unitName]);
const lastInvoice = (scenario: Scenario) => namesOf(scenario.invoices.at(-1)?.lines);

describe('the name of a line', () => {
  const card = aRateCard('seats', { name: 'Places', prices: [perUnit('7.00')] });
  const externalName = { ...defaultPresentation, externalName: 'Team seats' };

  it('3-15, 0-5 is the external name of its price, else the name of its rate card, else that of the offering', () => {
    const named = aRateCard('seats', { ...card, prices: [{ ...perUnit('7.00'), presentation: externalName }] });
    expect(lastInvoice(bought(seats({ rateCards: [named] }), '1'))[0]?.[0]).toBe('Team seats');
    expect(lastInvoice(bought(seats({ rateCards: [card] }), '1'))[0]?.[0]).toBe('Places');
    expect(lastInvoice(bought(seats({ displayName: 'Seats for all' }), '1'))[0]?.[0]).toBe('Seats for all');
  });

  it('3-15 is also that of its credit', () => {
    const named = aRateCard('seats', { ...card, prices: [{ ...perUnit('7.00'), presentation: externalName }] });
    const three = bought(seats({ unit: seat, rateCards: [named] }), '3');
    const two = execute(three, changeQuantity(three.attachmentId, '2', { when: 'now' }), at('2026-03-18'));
    expect(namesOf(two.creditNotes[0]?.lines)).toEqual([['Unused time: Team seats', '-1', 'seat']]);
  });
});

describe('the unit name of a quantity', () => {
  it.each([
    ['1', 'seat'],
    ['2', 'seats'],
    ['1.5', 'seats'],
  ])('2-3 of %s is %s', (quantity, unitName) => {
    expect(lastInvoice(bought(seats({ unit: seat }), quantity))).toEqual([['seats', quantity, unitName]]);
  });

  it('2-3 is that of the feature if the offering has no unit names', () => {
    const addOn = seats({ featureUnits: { seats: { singular: 'place', plural: 'places' } } });
    expect(lastInvoice(bought(addOn, '3'))).toEqual([['seats', '3', 'places']]);
    expect(lastInvoice(bought({ ...addOn, unit: seat }, '3'))).toEqual([['seats', '3', 'seats']]);
  });

  it('2-3 is the add-on’s for instances, also with a flat price, and never the feature’s', () => {
    const calls = { featureUnits: { calls: { singular: 'call', plural: 'calls' } } };
    const pack = { singular: 'pack', plural: 'packs' };
    for (const price of [perUnit('7.00'), flat('7.00')]) {
      const card = aRateCard('calls', { entitlement: aQuota('1000'), prices: [price] });
      const packs = seats({ instance: 'multiple', rateCards: [card], ...calls });
      expect(lastInvoice(bought(packs, '2'))).toEqual([['seats', '2', undefined]]);
      expect(lastInvoice(bought({ ...packs, unit: pack }, '2'))).toEqual([['seats', '2', 'packs']]);
      expect(lastInvoice(bought({ ...packs, unit: pack }, '1'))).toEqual([['seats', '1', 'pack']]);
    }
  });

  it('2-3 is the feature’s only if one unit grants one of the feature', () => {
    const named = { featureUnits: { seats: { singular: 'call', plural: 'calls' } } };
    const giving = (quota: string) =>
      seats({ ...named, rateCards: [aRateCard('seats', { entitlement: aQuota(quota), prices: [perUnit('7.00')] })] });
    expect(lastInvoice(bought(giving('1000'), '2'))).toEqual([['seats', '2', undefined]]);
    expect(lastInvoice(bought(giving('1'), '2'))).toEqual([['seats', '2', 'calls']]);
  });

  it('0-21 is empty for a single flat amount, and if none is defined', () => {
    const fixed = seats({ unit: seat, rateCards: [aRateCard('seats', { prices: [flat('50.00')] })] });
    expect(lastInvoice(bought(fixed, '1'))).toEqual([['seats', '1', undefined]]);
    expect(lastInvoice(bought(seats(), '2'))).toEqual([['seats', '2', undefined]]);
  });
});
