import type { PriceKeys } from '../../src/application/ports/catalogue.ts';
import { type TenantId, toVersionId } from '../../src/domain/ids.ts';
import type { PlanAddOn, PlanVersion } from '../../src/domain/catalogue/model/offering.ts';
import { defaultTerms, type PricePoint } from '../../src/domain/catalogue/model/rate-card.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { findFormerPrices } from '../../src/persistence/catalogue/former-prices.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { anOffering, basic } from '../support/builders/records.ts';
import { aGymTenant } from './tenant-fixture.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;

const flat = (key: string, amount: string): PricePoint => ({
  ...defaultTerms,
  id: `pri_${key}_${amount}`,
  key,
  currency: 'USD',
  cadence: { every: 1, unit: 'month' },
  model: 'flat',
  amount,
});
const cards = (...prices: readonly PricePoint[]) => [
  { key: 'base', phase: null, name: null, featureKey: null, entitlement: null, prices },
];
const links = (...prices: readonly PricePoint[]): readonly PlanAddOn[] => [
  {
    addOnKey: 'water',
    requirement: 'optional',
    visibility: 'customer',
    maxInstances: null,
    fromPhase: null,
    policies: {},
    prices: prices.map((price) => ({ rateCardKey: 'water', price })),
  },
];
const versionsOf = (key: string): readonly PlanVersion[] =>
  [
    { rateCards: cards(flat('own', '1.00'), flat('moved', '1.00')), addOns: links(flat('here', '1.00')) },
    { rateCards: cards(flat('own', '2.00')), addOns: links(flat('here', '2.00'), flat('moved', '1.00')) },
    { rateCards: [], addOns: [] },
  ].map((terms, index) => ({ ...basic, ...terms, key, id: toVersionId(`ver_${key}_${index + 1}`), version: index + 1 }));

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
  tenantId = await aGymTenant(database, 'gym');
  await idempotentWrites(database).runOnce({ tenantId, key: 'versions', requestHash: '' }, async (writes) => {
    for (const [first, ...others] of [versionsOf('plus'), versionsOf('extra')]) {
      if (first === undefined) throw new Error('there is a first version');
      await writes.insertOffering(anOffering(first));
      for (const version of others) {
        const stored = await writes.lockOffering('plan', first.key);
        if (stored === null) throw new Error('the plan is there');
        await writes.insertDraft(await writes.launchDraft(stored), version);
      }
    }
    return { status: 201, body: null };
  });
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

/** The former prices, and the number of statements. */
const find = (...wanted: readonly PriceKeys[]) =>
  database.inTenant(tenantId, async (em) => {
    let statements = 0;
    const counting: typeof em = Object.create(em, {
      execute: {
        value: (...statement: Parameters<typeof em.execute>) => {
          statements += 1;
          return em.execute(...statement);
        },
      },
    });
    const found = await findFormerPrices({ em: counting, tenantId }, wanted);
    const prices = [...found].flatMap(([offeringId, former]) =>
      former.map(({ price, linkedCardKey }) => `${offeringId} ${price.id} ${linkedCardKey ?? 'own'}`),
    );
    return { prices: prices.toSorted(), statements };
  });

describe('findFormerPrices', () => {
  it('finds prices of the offering and its links, for each key the latest one', async () => {
    expect(await find({ offeringId: 'off_plus', keys: ['own', 'here', 'moved', 'none'] })).toEqual({
      prices: ['off_plus pri_here_2.00 water', 'off_plus pri_moved_1.00 water', 'off_plus pri_own_2.00 own'],
      statements: 1,
    });
  });

  it('reads all offerings in one statement, and sends none for an empty list', async () => {
    const wanted = ['off_plus', 'off_extra'].map((offeringId) => ({ offeringId, keys: ['here'] }));
    expect(await find(...wanted, { offeringId: 'off_basic', keys: [] })).toEqual({
      prices: ['off_extra pri_here_2.00 water', 'off_plus pri_here_2.00 water'],
      statements: 1,
    });
    expect(await find({ offeringId: 'off_plus', keys: [] })).toEqual({ prices: [], statements: 0 });
  });
});
