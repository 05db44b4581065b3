import { customerOffer, type CustomerOffer, type OfferRequest } from '../../../src/domain/catalogue/customer-offer.ts';
import {
  type AddOnVersion,
  type PlanAddOn,
  type SinglePurchaseVersion,
  unrestricted,
} from '../../../src/domain/catalogue/offering.ts';
import { plainPresentation, plainTerms, type PricePoint } from '../../../src/domain/catalogue/rate-card.ts';
import type { Cadence } from '../../../src/domain/time/cadence.ts';
import { aLink, anAddOn, aPlan, aRateCard, flat, monthly } from '../../support/builders/offerings.ts';

const yearly: Cadence = { every: 1, unit: 'year' };
const archived = (price: PricePoint): PricePoint => ({ ...price, presentation: { ...plainPresentation, archived: true } });
const once: PricePoint = {
  ...plainTerms,
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

const customer = { audience: 'customer', role: null, accountType: null } as const;
const admin = { ...customer, audience: 'admin' } as const;

/** What a customer is offered of `basic` and its optional add-on `pool`, both 20.00 USD a month, unless told. */
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
  it('3-1 lists what is open to all and what is mandatory for this plan, in the order of its links', () => {
    const addOns = [anAddOn({ key: 'pool' }), anAddOn({ key: 'sauna' })];
    const base = aPlan({ addOns: [aLink('sauna', { requirement: 'mandatory' }), aLink('pool')] });
    expect(offer({ base, addOns }).addOns.map(({ version, link }) => `${version.key} ${link.requirement}`)).toEqual([
      'sauna mandatory',
      'pool optional',
    ]);
  });

  it('0-37 lists a linked add-on whose offering is archived, and none whose version is not on sale', () => {
    expect(listed({})).toEqual(['pool']);
    expect(listed({ addOns: [] })).toEqual([]);
  });

  it.each<[string, 'customer' | 'admin', 'customer' | 'admin', readonly string[]]>([
    ['add-on and link', 'customer', 'customer', ['pool']],
    ['the link only', 'admin', 'customer', []],
    ['the add-on only', 'customer', 'admin', []],
    ['neither', 'admin', 'admin', []],
  ])('0-32, 0-8 shows a customer what both allow: %s visible', (_name, ofAddOn, ofLink, expected) => {
    const asked = { addOn: { visibility: ofAddOn }, link: { visibility: ofLink } };
    expect(listed(asked)).toEqual(expected);
    expect(listed({ ...asked, buyer: admin })).toEqual(['pool']);
  });

  it('3-1 lists a mandatory add-on that is hidden, restricted and without a price', () => {
    const addOn: Partial<AddOnVersion> = {
      visibility: 'admin',
      restrictions: { ...unrestricted, accountTypes: ['business'] },
      rateCards: [aRateCard('pool', { prices: [archived(flat('20.00'))] })],
    };
    expect(listed({ addOn, link: { requirement: 'mandatory', visibility: 'admin' } })).toEqual(['pool']);
  });

  it.each<[string, Partial<typeof unrestricted>, { role: string | null; accountType: string | null }, boolean]>([
    ['its plan', { plans: ['basic'] }, { role: null, accountType: null }, true],
    ['another plan', { plans: ['premium'] }, { role: null, accountType: null }, false],
    ['the role that asks', { roles: ['owner', 'editor'] }, { role: 'editor', accountType: null }, true],
    ['another role', { roles: ['owner'] }, { role: 'editor', accountType: null }, false],
    ['a role, and none asks', { roles: ['owner'] }, { role: null, accountType: null }, false],
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

  it('1-6 offers the prices of the link in the place of the add-on’s own, and those for which it has none', () => {
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

  it('3-13 offers the prices in the currency of the buyer, without archived ones', () => {
    const prices = [flat('20.00'), flat('18.00', { currency: 'EUR' }), archived(flat('15.00', { currency: 'EUR' }))];
    const base = aPlan({ rateCards: [aRateCard('gym', { prices })], addOns: [aLink('pool')] });
    const offered = offer({ base, addOn: { rateCards: [aRateCard('pool', { prices })] }, currency: 'EUR' });
    expect([pricesIn(offered.base), offered.addOns.map(pricesIn)]).toEqual([['gym 18.00'], [['pool 18.00']]]);
  });

  it('1-15 offers an add-on at the cadences that the plan has too, one-time prices whatever the cadence', () => {
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

  it.each<['match' | 'divides' | 'independent', readonly (readonly string[])[]]>([
    ['match', []],
    ['divides', [['pool 60.00']]],
    ['independent', [['pool 5.00', 'pool 60.00']]],
  ])('1-15 follows the cadence policy of the link: %s', (cadence, expected) => {
    const prices = [
      flat('5.00', { cadence: { every: 1, unit: 'week' } }),
      flat('60.00', { cadence: { every: 3, unit: 'month' } }),
    ];
    const { addOns } = offer({ addOn: { rateCards: [aRateCard('pool', { prices })] }, link: { policies: { cadence } } });
    expect(addOns.map(pricesIn)).toEqual(expected);
  });

  it('offers an add-on that grants without a price at every cadence of the plan', () => {
    expect(offer({ addOn: { rateCards: [aRateCard('pool')] } }).addOns).toMatchObject([{ cadences: [monthly], prices: [] }]);
  });

  it('0-2 offers a single purchase with add-ons at cadences of their own, since it has none', () => {
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
    ['open to administrators by default', { buyer: admin }, true],
    ['opened to customers by the tenant', { tenantPolicies: { 'trial.optional.customer': 'free' } }, true],
    ['charged by the link, before the tenant', { link: { policies: { 'trial.optional.customer': 'charge' } } }, true],
    [
      'blocked for administrators by the add-on',
      { buyer: admin, addOn: { policies: { 'trial.optional.admin': 'block' } } },
      false,
    ],
    ['always open to what is mandatory', { link: { requirement: 'mandatory' } }, true],
  ])('2-9, 2-10 says what the trial allows: %s', (_name, asked, isAvailable) => {
    expect(offer(asked).addOns.map(({ availableInTrial }) => availableInTrial)).toEqual([isAvailable]);
  });

  it.each<[string, Partial<OfferRequest>]>([
    ['currency', { currency: 'JPY' }],
    ['cadence', { cadence: yearly }],
  ])('refuses a plan that has no price in the %s', (_name, asked) => {
    const base = aPlan();
    const request = { base, addOns: [], buyer: customer, currency: 'USD', cadence: null, tenantPolicies: {}, ...asked };
    expect(customerOffer(request)).toMatchObject({ ok: false, error: { code: 'price_not_found' } });
  });
});
