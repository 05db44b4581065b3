import type { PlanAddOn } from '../../../src/domain/catalogue/model/offering.ts';
import type { PriceCadence } from '../../../src/domain/catalogue/model/rate-card.ts';
import { aBaseCard, aDraftDayPass, aFlatPrice, waterAddOn } from '../../support/builders/drafts.ts';
import { aLink } from '../../support/builders/offerings.ts';
import { issuesOf } from '../../support/builders/launch-facts.ts';

const month = { every: 1, unit: 'month' } as const;
const year = { every: 1, unit: 'year' } as const;
const soldAt = (key: string, ...cadences: readonly PriceCadence[]) =>
  waterAddOn({
    id: `ver_${key}`,
    key,
    rateCards: [
      aBaseCard({
        key,
        featureKey: null,
        entitlement: null,
        prices: cadences.map((cadence, index) => aFlatPrice({ id: `pri_${key}_${index}`, key: `${key}-${index}`, cadence })),
      }),
    ],
  });
const monthly = soldAt('monthly', month);
const yearly = soldAt('yearly', year);
const both = soldAt('both', month, year);
const once = soldAt('once', 'oneTime');
const addOns = { monthly, yearly, both, once };
type LinkOf = readonly [addOnKey: string, requirement: PlanAddOn['requirement']];
const linking = (...links: readonly LinkOf[]) =>
  aDraftDayPass({ addOns: links.map(([addOnKey, requirement]) => aLink('water', { addOnKey, requirement })) });
const at = (index: number): string => `no_common_cadence /addOns/${index}/addOnKey`;

describe('the add-ons of a single purchase', () => {
  it.each<[string, readonly LinkOf[], readonly string[]]>([
    ['may recur at any cadence', [['monthly', 'optional']], []],
    [
      'may recur at different cadences if they are optional',
      [
        ['monthly', 'optional'],
        ['yearly', 'optional'],
      ],
      [],
    ],
    [
      'may be one-time beside any other',
      [
        ['monthly', 'mandatory'],
        ['once', 'optional'],
      ],
      [],
    ],
    [
      '2-13 need one common cadence',
      [
        ['monthly', 'mandatory'],
        ['both', 'mandatory'],
      ],
      [],
    ],
    [
      '2-13 must not include two mandatory ones without a common cadence',
      [
        ['monthly', 'mandatory'],
        ['yearly', 'mandatory'],
      ],
      [at(0), at(1)],
    ],
    [
      '2-13 must not include an optional one without a cadence of the mandatory ones',
      [
        ['yearly', 'optional'],
        ['monthly', 'mandatory'],
      ],
      [at(0)],
    ],
  ])('0-2 %s', (_rule, links, expected) => {
    expect(issuesOf(linking(...links), { addOns })).toEqual(expected);
  });

  it('3-44 ignore archived prices as a common cadence', () => {
    const [card] = both.rateCards;
    const prices = (card?.prices ?? []).map((price) => (price.cadence === month ? { ...price, archived: true } : price));
    const known = {
      ...addOns,
      both: { ...both, rateCards: [aBaseCard({ key: 'both', featureKey: null, entitlement: null, prices })] },
    };
    expect(issuesOf(linking(['monthly', 'mandatory'], ['both', 'optional']), { addOns: known })).toEqual([at(1)]);
  });

  it('2-13 are checked again for a new version of one of them', () => {
    const linkedBy = [{ ...linking(['both', 'mandatory'], ['monthly', 'mandatory']), status: 'launched' as const }];
    const next = { ...soldAt('both', year), version: 2, status: 'draft' as const };
    const codes = issuesOf(next, { addOns, linkedBy });
    expect(codes).toEqual(['no_common_cadence /rateCards', 'no_common_cadence /rateCards']);
  });

  it('2-15 without a price in the currency are reported only for that', () => {
    const [card] = monthly.rateCards;
    const euro = { ...monthly, rateCards: [{ ...aBaseCard(), ...card, prices: [aFlatPrice({ currency: 'EUR' })] }] };
    expect(issuesOf(linking(['monthly', 'mandatory']), { addOns: { monthly: euro } })).toEqual([
      'price_missing_for_plan /addOns/0/addOnKey',
    ]);
  });
});
