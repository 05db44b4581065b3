import { customerOffer, type CustomerOffer, type OfferRequest } from '../../../src/domain/subscription/offer/customer-offer.ts';
import {
  type AddOnVersion,
  type PlanAddOn,
  type SinglePurchaseVersion,
  unrestricted,
} from '../../../src/domain/catalogue/model/offering.ts';
import { defaultTerms, type PricePoint } from '../../../src/domain/catalogue/model/rate-card.ts';
import { noAdjustments } from '../../../src/domain/pricing/price-model.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { aLink, anAddOn, aPlan, aRateCard, flat, monthly } from '../../support/builders/offerings.ts';

const yearly: Cadence = { every: 1, unit: 'year' };
const archived = (price: PricePoint): PricePoint => ({ ...price, archived: true });
const once: PricePoint = {
  ...defaultTerms,
  id: 'pri_once',
  key: 'once',
  currency: 'USD',
  cadence: 'oneTime',
  model: 'flat',
  amount: '99.00',
};

interface Asked extends Partial<OfferRequest> {
  readonly addOn?: Partial<AddOnVersion>;
  readonly link?: Partial<PlanAddOn>;
  readonly buyer?: OfferRequest['buyer'];
}

const customer = { actor: 'customer', role: null, accountType: null } as const;
const admin = { ...customer, actor: 'admin' } as const;

/** A customer's offer of `basic` and its optional add-on `pool`, by default both at 20.00 USD a month. */
function offer({ addOn = {}, link = {}, ...request }: Asked = {}): CustomerOffer {
  const offered = customerOffer({
    base: aPlan({ addOns: [aLink('pool', link)] }),
    addOns: [anAddOn(addOn)],
    buyer: customer,
    currency: 'USD',
    cadence: null,
    tenantPolicies: {},
    ...request,
  });
  if (!offered.ok) throw new Error(offered.error.message);
  return offered.value;
}

const listed = (asked: Asked): readonly string[] => offer(asked).addOns.map(({ version }) => version.key);
const pricesIn = ({ prices }: CustomerOffer['addOns'][number] | CustomerOffer['base']): readonly string[] =>
  prices.map(({ rateCardKey, price }) => `${rateCardKey} ${'amount' in price ? price.amount : price.model}`);

describe('customerOffer', () => {
  it('3-1 lists optional and mandatory add-ons of the plan in the order of its links', () => {
    const addOns = [anAddOn({ key: 'pool' }), anAddOn({ key: 'sauna' })];
    const base = aPlan({ addOns: [aLink('sauna', { requirement: 'mandatory' }), aLink('pool')] });
    expect(offer({ base, addOns }).addOns.map(({ version, link }) => `${version.key} ${link.requirement}`)).toEqual([
      'sauna mandatory',
      'pool optional',
    ]);
  });

  it('0-37 lists a linked add-on that is archived, but none without a version on sale', () => {
    expect(listed({})).toEqual(['pool']);
    expect(listed({ addOns: [] })).toEqual([]);
  });

  it.each<[string, 'customer' | 'admin', 'customer' | 'admin', readonly string[]]>([
    ['add-on and link', 'customer', 'customer', ['pool']],
    ['the link only', 'admin', 'customer', []],
    ['the add-on only', 'customer', 'admin', []],
    ['neither', 'admin', 'admin', []],
  ])(
    '0-32, 0-8 shows an add-on to a customer if add-on and link are visible: %s visible',
    (_name, ofAddOn, ofLink, expected) => {
      const asked = { addOn: { visibility: ofAddOn }, link: { visibility: ofLink } };
      expect(listed(asked)).toEqual(expected);
      expect(listed({ ...asked, buyer: admin })).toEqual(['pool']);
    },
  );

  it('3-1 lists a mandatory add-on that is hidden and restricted', () => {
    const addOn: Partial<AddOnVersion> = {
      visibility: 'admin',
      restrictions: { ...unrestricted, accountTypes: ['business'] },
    };
    expect(listed({ addOn, link: { requirement: 'mandatory', visibility: 'admin' } })).toEqual(['pool']);
  });

  const uncharged = (price: PricePoint): readonly (readonly [string, PricePoint])[] => [
    ['in arrears', { ...price, timing: 'inArrears' }],
    ['by usage', { ...price, usageOf: 'calls' }],
    ['for some cycles', { ...price, cycles: 3 }],
    ['with a trial of its own', { ...price, trialDays: 7 }],
    [
      'discounted for some cycles',
      { ...price, adjustments: { ...noAdjustments, discounts: [{ kind: 'percent', percent: '10', cycles: 3 }] } },
    ],
  ];

  it.each(uncharged(flat('20.00')))('omits a price that cannot be charged yet: %s', (_what, price) => {
    const rateCards = [aRateCard('pool', { prices: [price] })];
    expect(listed({ addOn: { rateCards } })).toEqual([]);
    const inEuros = aRateCard('gym', { prices: [flat('20.00'), flat('18.00', { currency: 'EUR' })] });
    const base = aPlan({ rateCards: [inEuros], addOns: [aLink('pool')] });
    const both = [aRateCard('pool', { prices: [price, flat('9.00', { currency: 'EUR' })] })];
    expect(offer({ base, addOn: { rateCards: both }, currency: 'EUR' }).addOns.map(pricesIn)).toEqual([['pool 9.00']]);
    expect(listed({ base, addOn: { rateCards: both } })).toEqual([]);
  });

  it.each([...uncharged(flat('20.00')), ['archived', archived(flat('20.00'))] as const])(
    'refuses a base with a mandatory add-on that cannot be bought: %s',
    (_what, price) => {
      const request = { buyer: customer, currency: 'USD', cadence: null, tenantPolicies: {} };
      const refused = { ok: false, error: { code: 'price_not_chargeable' } };
      const addOns = [anAddOn({ rateCards: [aRateCard('pool', { prices: [price] })] })];
      const base = aPlan({ addOns: [aLink('pool', { requirement: 'mandatory' })] });
      expect(customerOffer({ ...request, base, addOns })).toMatchObject(refused);
    },
  );

  it('refuses a base in a currency or cadence whose price cannot be charged yet, and offers the others', () => {
    const prices = [{ ...flat('20.00'), timing: 'inArrears' } as const, flat('200.00', { cadence: yearly })];
    const base = aPlan({ rateCards: [aRateCard('gym', { prices })] });
    const request = { base, addOns: [], buyer: customer, currency: 'USD', tenantPolicies: {} };
    expect(customerOffer({ ...request, cadence: monthly })).toMatchObject({ error: { code: 'price_not_chargeable' } });
    expect(offer({ base })).toMatchObject({ base: { cadences: [yearly], prices: [{ price: { amount: '200.00' } }] } });
  });

  it('offers with a single purchase only add-ons that share a cadence with its mandatory add-ons', () => {
    const {
      trialDays: _trialDays,
      phases: _phases,
      ...terms
    } = aPlan({
      addOns: [aLink('pool', { requirement: 'mandatory' }), aLink('sauna')],
    });
    const base: SinglePurchaseVersion = {
      ...terms,
      kind: 'singlePurchase',
      rateCards: [aRateCard('book', { prices: [once] })],
    };
    const late = { ...flat('5.00'), timing: 'inArrears' } as const;
    const sauna = (...prices: readonly PricePoint[]) => anAddOn({ key: 'sauna', rateCards: [aRateCard('sauna', { prices })] });
    const keys = (addOn: AddOnVersion) => listed({ base, addOns: [anAddOn(), addOn] });
    expect(keys(sauna(late, flat('50.00', { cadence: yearly })))).toEqual(['pool']);
    expect(keys(sauna(flat('5.00'), flat('50.00', { cadence: yearly })))).toEqual(['pool', 'sauna']);
  });

  it.each<[string, Partial<typeof unrestricted>, { role: string | null; accountType: string | null }, boolean]>([
    ['the plan', { plans: ['basic'] }, { role: null, accountType: null }, true],
    ['another plan', { plans: ['premium'] }, { role: null, accountType: null }, false],
    ['the role of the customer', { roles: ['owner', 'editor'] }, { role: 'editor', accountType: null }, true],
    ['another role', { roles: ['owner'] }, { role: 'editor', accountType: null }, false],
    ['a role, for a customer without one', { roles: ['owner'] }, { role: null, accountType: null }, false],
    ['the account type', { accountTypes: ['business'] }, { role: null, accountType: 'business' }, true],
    ['another account type', { accountTypes: ['business'] }, { role: null, accountType: 'private' }, false],
    [
      'a plan and a role of which one is missing',
      { plans: ['basic'], roles: ['owner'] },
      { role: null, accountType: null },
      false,
    ],
  ])('4-19 is restricted to %s', (_name, restrictions, buyer, isListed) => {
    const asked = { addOn: { restrictions: { ...unrestricted, ...restrictions } }, buyer: { ...customer, ...buyer } };
    expect(listed(asked)).toEqual(isListed ? ['pool'] : []);
  });

  it('1-6 offers the prices of the link instead of the add-on’s own, and those that the add-on lacks', () => {
    const perLink = (price: PricePoint) => ({ rateCardKey: 'pool', price });
    const inEuros = { ...flat('11.00', { currency: 'EUR' }), key: 'here-eur' };
    const link = { prices: [perLink({ ...flat('12.00'), key: 'here' }), perLink(inEuros)] };
    expect(offer({ link }).addOns.map(pricesIn)).toEqual([['pool 12.00']]);
    const base = aPlan({
      rateCards: [aRateCard('gym', { prices: [flat('18.00', { currency: 'EUR' })] })],
      addOns: [aLink('pool', link), aLink('sauna')],
    });
    const addOns = [anAddOn(), anAddOn({ key: 'sauna' })];
    expect(offer({ base, addOns, currency: 'EUR' }).addOns.map(pricesIn)).toEqual([['pool 11.00']]);
  });

  it('3-13 offers only prices in the currency of the buyer that are not archived', () => {
    const prices = [flat('20.00'), flat('18.00', { currency: 'EUR' }), archived(flat('15.00', { currency: 'EUR' }))];
    const base = aPlan({ rateCards: [aRateCard('gym', { prices })], addOns: [aLink('pool')] });
    const offered = offer({ base, addOn: { rateCards: [aRateCard('pool', { prices })] }, currency: 'EUR' });
    expect([pricesIn(offered.base), offered.addOns.map(pricesIn)]).toEqual([['gym 18.00'], [['pool 18.00']]]);
  });

  it('1-15 offers an add-on at the cadences of the plan, and one-time prices at any cadence', () => {
    const both = [flat('20.00'), flat('200.00', { cadence: yearly })];
    const base = aPlan({ rateCards: [aRateCard('gym', { prices: both })], addOns: [aLink('pool')] });
    const rateCards = [
      aRateCard('pool', {
        prices: [flat('60.00', { cadence: { every: 3, unit: 'month' } }), flat('190.00', { cadence: yearly })],
      }),
      aRateCard('setup', { prices: [once] }),
    ];
    const { base: plan, addOns } = offer({ base, addOn: { rateCards } });
    expect(plan.cadences).toEqual([monthly, yearly]);
    expect(addOns.map(({ cadences }) => cadences)).toEqual([[yearly]]);
    expect(addOns.map(pricesIn)).toEqual([['pool 190.00', 'setup 99.00']]);
    expect(listed({ base, addOn: { rateCards }, cadence: monthly })).toEqual([]);
    expect(pricesIn(offer({ base, addOn: { rateCards }, cadence: yearly }).base)).toEqual(['gym 200.00']);
  });

  it.each(['match', 'divides', 'independent'] as const)('1-15 offers no other cadence under any policy: %s', (cadence) => {
    const prices = [
      flat('5.00', { cadence: { every: 1, unit: 'week' } }),
      flat('60.00', { cadence: { every: 3, unit: 'month' } }),
    ];
    expect(listed({ addOn: { rateCards: [aRateCard('pool', { prices })] }, link: { policies: { cadence } } })).toEqual([]);
  });

  it('offers an add-on that grants without a price at every cadence of the plan', () => {
    expect(offer({ addOn: { rateCards: [aRateCard('pool')] } }).addOns).toMatchObject([{ cadences: [monthly], prices: [] }]);
  });

  it('0-2 offers add-ons of a single purchase at any cadence, since the purchase has none', () => {
    const { trialDays: _trialDays, phases: _phases, ...terms } = aPlan({ addOns: [aLink('pool')] });
    const base: SinglePurchaseVersion = {
      ...terms,
      kind: 'singlePurchase',
      rateCards: [aRateCard('book', { prices: [once] })],
    };
    const offered = offer({ base });
    expect([offered.base.cadences, pricesIn(offered.base)]).toEqual([[], ['book 99.00']]);
    expect([offered.addOns.map(({ cadences }) => cadences), offered.addOns.map(pricesIn)]).toEqual([[[]], [['pool 20.00']]]);
  });

  it.each<[string, Asked, boolean]>([
    ['blocked for customers by default', {}, false],
    ['allowed to administrators by default', { buyer: admin }, true],
    ['allowed to customers by the tenant', { tenantPolicies: { 'trial.optional.customer': 'free' } }, true],
    ['charged by the link, which overrides the tenant', { link: { policies: { 'trial.optional.customer': 'charge' } } }, true],
    [
      'blocked for administrators by the add-on',
      { buyer: admin, addOn: { policies: { 'trial.optional.admin': 'block' } } },
      false,
    ],
    ['always allowed for mandatory add-ons', { link: { requirement: 'mandatory' } }, true],
  ])('2-9, 2-10 states whether the trial allows an add-on: %s', (_name, asked, isAvailable) => {
    expect(offer(asked).addOns.map(({ availableInTrial }) => availableInTrial)).toEqual([isAvailable]);
  });

  it.each<[string, Partial<OfferRequest>]>([
    ['currency', { currency: 'JPY' }],
    ['cadence', { cadence: yearly }],
  ])('refuses a plan without a price in the %s', (_name, asked) => {
    const base = aPlan();
    const request = { base, addOns: [], buyer: customer, currency: 'USD', cadence: null, tenantPolicies: {}, ...asked };
    expect(customerOffer(request)).toMatchObject({ ok: false, error: { code: 'price_not_found' } });
  });
});
