import { fromDbVersion, toDbContent, toDbPresentation } from '../../src/persistence/mapping/version.mapping.ts';
import { aPlan, aRateCard, flat } from '../support/builders/offerings.ts';

const head = { kind: 'plan', key: 'basic', productKey: 'club' } as const;
const phases = [
  { key: 'intro', durationInCycles: 3 },
  { key: 'regular', durationInCycles: null },
];
const plan = aPlan({
  phases,
  rateCards: [aRateCard('gym'), aRateCard('base', { phase: 'regular', prices: [flat('9.00')] })],
});
const row = {
  id: plan.id,
  version: 1,
  status: 'launched',
  content: toDbContent(plan),
  presentation: toDbPresentation(plan),
} as const;

/** The columns of a row from a release in which the presentation of a price contained tax and sale status. */
const recorded = {
  content: {
    addOns: [
      {
        addOnKey: 'pool',
        requirement: 'optional',
        visibility: 'customer',
        maxInstances: null,
        fromPhase: null,
        policies: {},
        prices: [
          {
            rateCardKey: 'pool',
            price: {
              id: 'pri_pool_gbp',
              key: 'pool-gbp',
              currency: 'GBP',
              cadence: { every: 1, unit: 'month' },
              timing: 'inAdvance',
              usageOf: null,
              cycles: null,
              trialDays: 0,
              model: 'flat',
              amount: '5.00',
              adjustments: {
                discounts: [],
                maximumSpend: null,
                minimumSpend: null,
                zeroQuantity: 'free',
                includedQuantity: null,
              },
            },
          },
        ],
      },
    ],
    phases: [],
    policies: {},
    trialDays: 0,
    rateCards: [
      {
        key: 'base',
        name: null,
        phase: null,
        prices: [
          {
            id: 'pri_base',
            key: 'base-usd',
            currency: 'USD',
            cadence: { every: 1, unit: 'month' },
            timing: 'inAdvance',
            usageOf: null,
            cycles: null,
            trialDays: 0,
            model: 'flat',
            amount: '20.00',
            adjustments: {
              discounts: [],
              maximumSpend: null,
              minimumSpend: null,
              zeroQuantity: 'free',
              includedQuantity: null,
            },
          },
        ],
        featureKey: null,
        entitlement: null,
      },
    ],
  },
  presentation: {
    name: 'Basic',
    unit: null,
    imageUrl: null,
    displayName: null,
    description: null,
    customFields: {},
    rateCards: { base: { name: 'Base fee' } },
    prices: {
      'base-usd': {
        externalName: 'Base',
        internalName: null,
        description: null,
        showDescriptionInInvoices: false,
        showDescriptionInQuotes: false,
        invoiceNotes: null,
        sku: 'BASE-1',
        accountingCode: null,
        accountingCategory: null,
        tax: { kind: 'taxable', profile: 'digital' },
        archived: true,
      },
    },
  },
} as const;

describe('a row of an earlier release', () => {
  const opened = fromDbVersion(head, { ...row, ...recorded });

  it('is read with the tax and the sale status of each price', () => {
    expect(opened.rateCards[0]?.prices[0]).toMatchObject({
      presentation: { externalName: 'Base', sku: 'BASE-1' },
      tax: { kind: 'taxable', profile: 'digital' },
      archived: true,
    });
  });

  it('is written back unchanged, in both columns', () => {
    expect({ content: toDbContent(opened), presentation: toDbPresentation(opened) }).toEqual(recorded);
  });
});

describe('fromDbVersion', () => {
  it('1-3 reads back a version with the phases of its rate cards', () => {
    expect(fromDbVersion(head, row)).toEqual(plan);
  });

  it('reads a rate card without a stored phase as one of every phase', () => {
    const rateCards = row.content.rateCards.map(({ phase: _phase, ...card }) => card);
    const stored = { ...row, content: { ...row.content, rateCards: JSON.parse(JSON.stringify(rateCards)) } };
    expect(fromDbVersion(head, stored).rateCards.map(({ phase }) => phase)).toEqual([null, null]);
  });
});
