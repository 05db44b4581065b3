import { placedCards } from '../../../src/domain/catalogue/model/card-places.ts';
import { customerOffer } from '../../../src/domain/subscription/offer/customer-offer.ts';
import { diffVersions } from '../../../src/domain/catalogue/versions/diff.ts';
import { nextDraft } from '../../../src/domain/catalogue/versions/draft.ts';
import type { PlanVersion } from '../../../src/domain/catalogue/model/offering.ts';
import { inPhase } from '../../../src/domain/catalogue/model/phase-cards.ts';
import type { PricePoint, RateCard } from '../../../src/domain/catalogue/model/rate-card.ts';
import { salePairs } from '../../../src/domain/catalogue/model/sale-pairs.ts';
import { toVersionId } from '../../../src/domain/ids.ts';
import { aBaseCard, aDraftDayPass, aDraftPlan, aFlatPrice, aPerUnitPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';
import { issuesOf, launchFacts } from '../../support/builders/launch-facts.ts';

const yearly = { every: 1, unit: 'year' } as const;
const phases = [
  { key: 'intro', durationInCycles: 3 },
  { key: 'regular', durationInCycles: null },
] as const;

/** A rate card of a phase, or of every one, with a flat price in each of these currencies a month. */
const aCard = (key: string, phase: string | null, prices: readonly PricePoint[]): RateCard =>
  aBaseCard({ key, phase, featureKey: null, entitlement: null, prices });
const priced = (key: string, amount: string, currency = 'USD') =>
  aFlatPrice({ id: `pri_${key}-${currency}`, key: `${key}-${currency}`.toLowerCase(), amount, currency });
const access = aBaseCard({ key: 'access', prices: [] });
const phased = (rateCards: readonly RateCard[], changes: Partial<PlanVersion> = {}) =>
  aDraftPlan({ phases, rateCards, ...changes });

/** Access in every phase; 5.00 USD a month in the first three cycles, then 9.00. */
const stepped = phased([
  access,
  aCard('base-intro', 'intro', [priced('intro', '5.00')]),
  aCard('base', 'regular', [priced('base', '9.00')]),
]);
const keysOf = ({ rateCards }: { readonly rateCards: readonly RateCard[] }) => rateCards.map(({ key }) => key);

describe('inPhase', () => {
  it('1-3 keeps the rate cards of the phase and those of every phase, in order', () => {
    expect(keysOf(inPhase(stepped, 'intro'))).toEqual(['access', 'base-intro']);
    expect(keysOf(inPhase(stepped, 'regular'))).toEqual(['access', 'base']);
    expect(keysOf(inPhase(stepped, null))).toEqual(['access']);
  });

  it('returns the same object if no card names a phase', () => {
    const plan = phased([access, aBaseCard()]);
    expect(inPhase(plan, 'intro')).toBe(plan);
    const purchase = aDraftDayPass();
    expect(inPhase(purchase, null)).toBe(purchase);
  });
});

describe('placedCards', () => {
  it('1-3 gives the place of each rate card in the request, whatever their stored order', () => {
    const mixed = phased([
      aCard('b', 'regular', []),
      access,
      aCard('a', 'intro', []),
      aCard('c', 'regular', []),
      aCard('d', null, []),
    ]);
    expect(placedCards(mixed).map(({ card, pointer }) => `${card.key} ${pointer}`)).toEqual([
      'b /phases/1/rateCards/0',
      'access /rateCards/0',
      'a /phases/0/rateCards/0',
      'c /phases/1/rateCards/1',
      'd /rateCards/1',
    ]);
  });

  it('throws for a card of an unknown phase', () => {
    expect(() => placedCards(phased([aCard('lost', 'later', [])]))).toThrow('the rate card lost of basic');
    expect(() => placedCards(waterAddOn({ rateCards: [aCard('lost', 'intro', [])] }))).toThrow('the rate card lost of water');
  });
});

describe('checkLaunch of a plan with rate cards in its phases', () => {
  it.each<[string, PlanVersion]>([
    ['1-3 a price in each phase', stepped],
    ['1-3 a free phase', phased([access, aCard('base', 'regular', [priced('base', '9.00')])])],
    ['1-3 a price of every phase and another in one', phased([aBaseCard(), aCard('more', 'intro', [priced('more', '1.00')])])],
    [
      '0-20 a phase with a one-time price, whatever the cadence of the next',
      phased([
        aCard('set-up', 'intro', [aFlatPrice({ key: 'set-up', cadence: 'oneTime' })]),
        aCard('base', 'regular', [priced('base', '9.00')]),
      ]),
    ],
    [
      '2-13 a currency of only one phase beside a common one',
      phased([
        aCard('base-intro', 'intro', [priced('intro', '5.00'), priced('intro', '4.50', 'EUR')]),
        aCard('base', 'regular', [priced('base', '9.00')]),
      ]),
    ],
  ])('allows %s', (_what, plan) => {
    expect(issuesOf(plan)).toEqual([]);
  });

  it.each<[string, PlanVersion, readonly string[]]>([
    [
      'a plan whose phases are all free',
      phased([access, aBaseCard({ key: 'more', phase: 'intro', prices: [] })]),
      ['price_required /rateCards'],
    ],
    [
      '2-13 phases without a common currency',
      phased([
        aCard('base-intro', 'intro', [priced('intro', '4.50', 'EUR')]),
        aCard('base', 'regular', [priced('base', '9.00')]),
      ]),
      ['no_common_price /phases'],
    ],
    [
      '2-13 a phase without a currency for all its cards',
      phased([
        aCard('base-intro', 'intro', [priced('intro', '5.00')]),
        aCard('base', 'regular', [priced('base', '9.00')]),
        aCard('more', 'regular', [priced('more', '1.00', 'EUR')]),
      ]),
      ['no_common_price /phases/1/rateCards'],
    ],
    [
      '2-13 a phase that shares no currency and cadence with the cards of every phase',
      phased([aBaseCard(), aCard('more', 'intro', [priced('more', '1.00', 'EUR')])]),
      ['no_common_price /phases/0/rateCards'],
    ],
    [
      '2-13 cards of every phase without a common currency and cadence',
      phased([
        aBaseCard(),
        aCard('more', null, [priced('more', '1.00', 'EUR')]),
        aCard('first', 'intro', [priced('first', '9.00')]),
      ]),
      ['no_common_price /rateCards'],
    ],
    [
      'a key of a rate card and of a price that another phase uses',
      phased([aCard('base', 'intro', [priced('base', '5.00')]), aCard('base', 'regular', [priced('base', '9.00')])]),
      ['duplicate_key /phases/1/rateCards/0/key', 'duplicate_key /phases/1/rateCards/0/prices/0/key'],
    ],
    [
      'all issues of the card of a phase, by its place',
      phased([
        aBaseCard(),
        aBaseCard({ key: 'devices', phase: 'regular', featureKey: 'devices', prices: [aPerUnitPrice({ key: 'devices' })] }),
        aCard('empty', 'regular', []),
      ]),
      [
        'entitlement_kind_mismatch /phases/1/rateCards/0/entitlement/kind',
        'empty_rate_card /phases/1/rateCards/1',
        'unit_names_required /phases/1/rateCards/0/prices/0/model',
      ],
    ],
    [
      '2-13 an add-on without a price for a currency and cadence of all phases',
      {
        ...stepped,
        rateCards: [aCard('base', 'regular', [priced('base', '9.00'), aFlatPrice({ key: 'year', cadence: yearly })])],
        addOns: [aLink('water')],
      },
      ['price_missing_for_plan /addOns/0/addOnKey'],
    ],
    [
      '1-16 an add-on with a static feature that a later phase has too',
      phased(
        [
          aCard('base', null, [priced('base', '9.00')]),
          aBaseCard({
            key: 'tier',
            phase: 'regular',
            featureKey: 'tier',
            entitlement: { kind: 'static', value: 'gold' },
            prices: [],
          }),
        ],
        { addOns: [aLink('silver')] },
      ),
      ['entitlement_not_extendable /addOns/0/addOnKey'],
    ],
  ])('refuses %s', (_what, plan, issues) => {
    const silver = waterAddOn({
      key: 'silver',
      rateCards: [
        aBaseCard({ key: 'silver', featureKey: 'tier', entitlement: { kind: 'static', value: 'silver' }, prices: [] }),
      ],
    });
    expect(issuesOf(plan, { addOns: { ...launchFacts().addOns, silver } })).toEqual(issues);
  });
});

describe('salePairs', () => {
  it('2-13 are the currencies and cadences in which every phase is priced', () => {
    const plan = phased([
      aCard('base-intro', 'intro', [priced('intro', '5.00'), priced('intro', '4.50', 'EUR')]),
      aCard('base', 'regular', [priced('base', '9.00'), priced('base', '7.00', 'GBP'), priced('base', '8.00', 'EUR')]),
    ]);
    expect(salePairs(plan).map(({ currency }) => currency)).toEqual(['USD', 'EUR']);
  });
});

describe('customerOffer', () => {
  it('3-1 gives the phase of each price', () => {
    const offered = customerOffer({
      base: stepped,
      addOns: [],
      buyer: { actor: 'customer', role: null, accountType: null },
      currency: 'USD',
      cadence: null,
      tenantPolicies: {},
    });
    if (!offered.ok) throw new Error(offered.error.message);
    expect(offered.value.base.prices.map(({ phase, rateCardKey }) => `${phase} ${rateCardKey}`)).toEqual([
      'intro base-intro',
      'regular base',
    ]);
  });
});

describe('diffVersions', () => {
  const [, intro, base] = stepped.rateCards;
  const cards = (...rateCards: readonly (RateCard | undefined)[]) =>
    phased(rateCards.flatMap((card) => (card === undefined ? [] : [card])));

  it('0-34 lists a rate card that moves to another phase, by its new place', () => {
    const moved = cards(access, intro, base && { ...base, phase: null });
    expect(diffVersions(stepped, moved)).toEqual([
      { code: 'rate_card_phase_changed', pointer: '/rateCards/1', from: 'regular', to: null, affects: 'newSubscriptions' },
    ]);
  });

  it('0-34 points into the phases; for removals, into those of the earlier version', () => {
    const changed = cards(access, base && { ...base, prices: [priced('base', '10.00')] });
    expect(diffVersions(stepped, changed).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'rate_card_removed /phases/0/rateCards/0',
      'price_changed /phases/1/rateCards/0/prices/0',
    ]);
  });

  it('0-34 lists phases that change without their rate cards', () => {
    const longer = { ...stepped, phases: [{ key: 'intro', durationInCycles: 6 }, phases[1]] };
    expect(diffVersions(stepped, longer).map(({ code, pointer }) => `${code} ${pointer}`)).toEqual(['phases_changed /phases']);
  });
});

describe('nextDraft', () => {
  const launched: PlanVersion = { ...stepped, status: 'launched' };

  it('0-34 keeps the rate cards of phases with the ids of their prices', () => {
    const next = nextDraft(launched, { id: toVersionId('ver_2'), changes: { name: 'Basic 2' }, former: [] });
    expect(next).toMatchObject({ ok: true, value: { rateCards: stepped.rateCards, phases } });
  });

  it('2-12 refuses another model under the key of a price, by its place in the phase', () => {
    const rateCards = stepped.rateCards.map((card) =>
      card.key === 'base' ? { ...card, prices: [aPerUnitPrice({ key: 'base-usd' })] } : card,
    );
    expect(nextDraft(launched, { id: toVersionId('ver_2'), changes: { rateCards }, former: [] })).toMatchObject({
      ok: false,
      error: { code: 'pricing_model_immutable', issues: [{ pointer: '/phases/1/rateCards/0/prices/0/model' }] },
    });
  });
});
