import type { AddOnVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { defaultTerms, type PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import type { PriceModel, Tier } from '../../../src/domain/pricing/price-model.ts';
import { at, aCreate, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { aLink, anAddOn, aPlan, aRateCard, flat, monthly, seats } from '../../support/builders/offerings.ts';
import { execute, attempt, documentsOf, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const priced = (model: PriceModel, terms: Partial<PricePoint> = {}): PricePoint =>
  ({ ...defaultTerms, id: 'pri_1', key: 'usd', currency: 'USD', cadence: monthly, ...model, ...terms }) as PricePoint;
const tier = (upTo: string | null, unitAmount: string | null, flatAmount: string | null = null): Tier => ({
  upTo,
  unitAmount,
  flatAmount,
});
const addOnAt = (price: PricePoint) => anAddOn({ key: 'boxes', rateCards: [aRateCard('boxes', { prices: [price] })] });
const started = (price: PricePoint): Scenario => execute(newScenario(factsOfPlan(aPlan(), [addOnAt(price)])), aCreate(), march);
const changesOf = (scenario: Scenario): readonly string[] => documentsOf(scenario).slice(1);

const graduated: PriceModel = { model: 'tiered', tiers: [tier('10', '5.00'), tier(null, '3.00')] };
const volume: PriceModel = { model: 'volume', tiers: [tier('10', '5.00'), tier(null, '3.00')] };

describe('the unit amount of a credit', () => {
  /** The credit for a decrease on 18 March after a purchase on 1 March. */
  const credited = (addOn: AddOnVersion, quantity: string, left: string) => {
    const bought = execute(newScenario(factsOfPlan(aPlan(), [addOn])), aCreate(), march);
    const held = execute(bought, attach(addOn.key, { quantity }), march);
    const fewer = execute(held, changeQuantity(held.attachmentId, left, { when: 'now' }), at('2026-03-18'));
    const [line] = fewer.creditNotes[0]?.lines ?? [];
    return [line?.quantity, line?.unitAmount, line?.derivation.unitAmount, line?.amount.amount];
  };
  it('is the price of a removed unit: 2 of 5 seats at 7.00, for 14/31', () => {
    // 35.00 × 2/5 × 14/31 = 6.3225…
    expect(credited(seats(), '5', '3')).toEqual(['-2', '7', '7', '-6.32']);
  });

  it('is the flat amount of one instance', () => {
    const lockers = anAddOn({
      key: 'lockers',
      instance: 'multiple',
      rateCards: [aRateCard('lockers', { prices: [flat('4.00')] })],
    });
    // 12.00 × 1/3 × 14/31 = 1.806…
    expect(credited(lockers, '3', '2')).toEqual(['-1', '4', '4', '-1.81']);
  });

  it('is null if the units have different prices', () => {
    expect(credited(addOnAt(priced(graduated)), '3', '2').slice(0, 3)).toEqual(['-1', null, null]);
  });
});

describe('a tiered add-on, charged in advance', () => {
  it('3-33, 2-11 costs 10 × 5.00 + 2 × 3.00 = 56.00 for 12 units, and the same at the renewal', () => {
    const bought = execute(started(priced(graduated)), attach('boxes', { quantity: '12' }), march);
    const renewed = advanceUntil(bought, at('2026-04-02'));
    expect(changesOf(renewed)).toEqual([
      '2026-03-01T00:00Z change 56.00 = boxes ×12 56.00',
      '2026-04-01T00:00Z renewal 76.00 = basic ×1 20.00, boxes ×12 56.00',
    ]);
  });

  it('has no single unit price', () => {
    const bought = execute(started(priced(graduated)), attach('boxes', { quantity: '12' }), march);
    expect(bought.invoices.at(-1)?.lines[0]).toMatchObject({ unitAmount: null, derivation: { unitAmount: null } });
  });

  it('3-33 charges the difference for an increase: from 8 to 12 it is 56.00 − 40.00, for 14 of 31 days 7.23', () => {
    const eight = execute(started(priced(graduated)), attach('boxes', { quantity: '8' }), march);
    const twelve = execute(eight, changeQuantity(eight.attachmentId, '12'), at('2026-03-18T15:00Z'));
    expect(changesOf(twelve).at(-1)).toBe('2026-03-18T15:00Z change 7.23 = boxes ×4 7.23 (14/31)');
    expect(twelve.invoices.at(-1)?.lines[0]?.derivation).toMatchObject({
      formula: 'price of 12 − price of 8 × share',
      unitAmount: null,
      price: {
        quantity: '12',
        steps: [
          { tier: 1, from: '0', upTo: '10', units: '10', unitAmount: '5', subtotal: '50' },
          { tier: 2, from: '10', units: '2', unitAmount: '3', subtotal: '6' },
        ],
        exactAmount: '56',
      },
      paid: { quantity: '8', steps: [{ units: '8', subtotal: '40' }], exactAmount: '40' },
    });
  });

  it('3-34 charges nothing for an increase that lowers the total, and the lower price from the renewal', () => {
    const ten = execute(started(priced(volume)), attach('boxes', { quantity: '10' }), march);
    const eleven = advanceUntil(
      execute(ten, changeQuantity(ten.attachmentId, '11'), at('2026-03-18T15:00Z')),
      at('2026-04-02'),
    );
    expect(changesOf(eleven)).toEqual([
      '2026-03-01T00:00Z change 50.00 = boxes ×10 50.00',
      '2026-04-01T00:00Z renewal 53.00 = boxes ×1 0.00 (14/31), basic ×1 20.00, boxes ×11 33.00',
    ]);
  });

  it('credits the unused share of the charge on an immediate removal: 56.00 × 16/31 = 28.90', () => {
    const bought = execute(started(priced(graduated)), attach('boxes', { quantity: '12' }), march);
    const removed = execute(bought, remove(bought.attachmentId, { when: 'now' }), at('2026-03-16T09:00Z'));
    expect(changesOf(removed).at(-1)).toBe('2026-03-16T09:00Z credit -28.90 = boxes ×-12 -28.90 (16/31)');
  });

  it.each<[string, PriceModel, string]>([
    [
      '3-35, 2-11 one flat price for the tier reached',
      { model: 'stairStep', tiers: [tier('10', null, '40.00'), tier(null, null, '70.00')] },
      '70.00',
    ],
    ['2-11 12 units in packages of 5', { model: 'package', size: '5', amount: '9.00' }, '27.00'],
    ['3-34 all units at the price of the tier reached', volume, '36.00'],
    ['3-32 12 × 2.50', { model: 'perUnit', unitAmount: '2.50' }, '30.00'],
  ])('%s', (_name, model, expected) => {
    const bought = execute(started(priced(model)), attach('boxes', { quantity: '12' }), march);
    expect(changesOf(bought)).toEqual([`2026-03-01T00:00Z change ${expected} = boxes ×12 ${expected}`]);
  });
});

describe('a price with adjustments', () => {
  it('has a derivation other than quantity × unit amount: 5 units at 7.00 with 2 included are 21.00', () => {
    const adjustments = { ...defaultTerms.adjustments, includedQuantity: '2' };
    const price = priced({ model: 'perUnit', unitAmount: '7.00' }, { adjustments });
    const bought = execute(started(price), attach('boxes', { quantity: '5' }), march);
    expect(bought.invoices.at(-1)?.lines[0]).toMatchObject({
      amount: { amount: '21.00' },
      unitAmount: null,
      derivation: {
        unitAmount: null,
        price: { includedUnits: '2', steps: [{ units: '3', unitAmount: '7', subtotal: '21' }] },
      },
    });
  });
});

describe('an add-on priced per unit in one currency and flat in another', () => {
  const inEuro = priced({ model: 'perUnit', unitAmount: '2.00' }, { id: 'pri_2', key: 'eur', currency: 'EUR' });
  const boxes = anAddOn({
    key: 'boxes',
    rateCards: [aRateCard('boxes', { prices: [priced({ model: 'flat', amount: '9.00' }), inEuro] })],
  });
  const plan = aPlan({ rateCards: [aRateCard('gym', { prices: [flat('20.00'), flat('18.00', { currency: 'EUR' })] })] });
  const inCurrency = (currency: string): Scenario =>
    execute(newScenario(factsOfPlan(plan, [boxes])), aCreate({ currency }), march);

  it('2-18 accepts any quantity in the first currency, and only 1 in the second', () => {
    const three = attach('boxes', { quantity: '3' });
    expect(changesOf(execute(inCurrency('EUR'), three, march))).toEqual(['2026-03-01T00:00Z change 6.00 = boxes ×3 6.00']);
    expect(attempt(inCurrency('USD'), three, march)).toMatchObject({ ok: false, error: { code: 'quantity_invalid' } });
  });
});

describe('a price that subscriptions do not support yet', () => {
  it.each<[string, Partial<PricePoint>]>([
    ['in arrears', { timing: 'inArrears' }],
    ['by usage', { usageOf: 'requests' }],
    ['limited to some cycles', { cycles: 3 }],
    ['with a trial of its own', { trialDays: 14 }],
  ])('is refused in an attach if it is charged %s', (_name, terms) => {
    const scenario = started(priced({ model: 'perUnit', unitAmount: '2.50' }, terms));
    const tried = attempt(scenario, attach('boxes', { quantity: '2' }), march);
    expect(tried.ok ? [] : tried.error.issues?.map(({ code }) => code)).toEqual(['price_not_chargeable']);
  });

  it('3-44 is refused in a new attachment if it is archived', () => {
    const tried = attempt(started(priced(graduated, { archived: true })), attach('boxes', { quantity: '2' }), march);
    expect(tried).toMatchObject({ ok: false, error: { code: 'price_not_found' } });
  });
});

describe('a plan with phases', () => {
  const plan = aPlan({
    phases: [
      { key: 'intro', durationInCycles: 2 },
      { key: 'regular', durationInCycles: null },
    ],
    addOns: [aLink('pool', { fromPhase: 'regular' })],
  });
  const scenario = execute(newScenario(factsOfPlan(plan, [anAddOn()])), aCreate(), march);

  it('1-14 accepts an add-on from its phase on: not in the second period, but in the third from 1 May', () => {
    const tooEarly = attempt(advanceUntil(scenario, at('2026-04-30T23:59Z')), attach('pool'), at('2026-04-30T23:59Z'));
    expect(tooEarly).toMatchObject({
      ok: false,
      error: { code: 'add_on_not_in_phase', meta: { fromPhase: 'regular', phase: 'intro' } },
    });
    expect(attempt(advanceUntil(scenario, at('2026-05-01')), attach('pool'), at('2026-05-01')).ok).toBe(true);
  });

  it('1-14 accepts in an earlier phase a schedule for the later one', () => {
    const may = attach('pool', { when: 'at', at: at('2026-05-01') });
    expect(attempt(scenario, may, march).ok).toBe(true);
  });

  it('1-14 refuses the add-on in the first order', () => {
    const order = aCreate({ addOns: [{ addOnKey: 'pool' }] });
    expect(attempt(newScenario(factsOfPlan(plan, [anAddOn()])), order, march)).toMatchObject({
      ok: false,
      error: { code: 'add_on_not_in_phase' },
    });
  });
});

describe('an add-on restricted to some plans', () => {
  it('4-19 is refused with another plan', () => {
    const restricted = anAddOn({ restrictions: { plans: ['premium'], roles: null, accountTypes: null } });
    const scenario = execute(newScenario(factsOfPlan(aPlan(), [restricted])), aCreate(), march);
    expect(attempt(scenario, attach('pool'), march)).toMatchObject({ ok: false, error: { code: 'add_on_restricted' } });
  });
});

describe('an add-on restricted to some account types', () => {
  const onlyFor = { plans: null, roles: null, accountTypes: ['business'] };
  const subscribed = (accountType?: string): Scenario =>
    execute(
      newScenario(factsOfPlan(aPlan(), [anAddOn({ restrictions: onlyFor })])),
      aCreate(accountType === undefined ? {} : { accountType }),
      march,
    );

  it('4-19 is sold to a customer of such a type, and refused to one of another or unknown type', () => {
    const outcomes = ['business', 'student', undefined].map((kind) => attempt(subscribed(kind), attach('pool'), march));
    expect(outcomes.map((tried) => (tried.ok ? 'attached' : tried.error.code))).toEqual([
      'attached',
      'add_on_restricted',
      'add_on_restricted',
    ]);
  });

  it('4-19 is attached for every customer if it is mandatory', () => {
    const plan = aPlan({ addOns: [aLink('pool', { requirement: 'mandatory' })] });
    const facts = factsOfPlan(plan, [anAddOn({ restrictions: onlyFor })]);
    expect(attempt(newScenario(facts), aCreate(), march).ok).toBe(true);
  });
});

describe('a flat price', () => {
  it('0-21, 3-31 is one amount, and refuses a quantity of 2', () => {
    const scenario = started(flat('12.00'));
    expect(attempt(scenario, attach('boxes', { quantity: '2' }), march)).toMatchObject({
      ok: false,
      error: { code: 'quantity_invalid' },
    });
    expect(changesOf(execute(scenario, attach('boxes'), march))).toEqual(['2026-03-01T00:00Z change 12.00 = boxes ×1 12.00']);
  });
});
