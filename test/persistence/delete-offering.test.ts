import type { DecisionUnit } from '../../src/application/ports/decisions.ts';
import { type TenantId, toVersionId } from '../../src/domain/ids.ts';
import type { Facts } from '../../src/domain/subscription/model/facts.ts';
import { resolvePolicies } from '../../src/domain/policy/policy.ts';
import { attachPolicyKeys } from '../../src/domain/subscription/model/pinned-policies.ts';
import type { SubscriptionEvent } from '../../src/domain/subscription/model/events.ts';
import { defaultTerms, type PricePoint } from '../../src/domain/catalogue/model/rate-card.ts';
import { openDatabase, type Database } from '../../src/persistence/database/database.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { PersistenceConflict } from '../../src/persistence/database/errors.ts';
import { waitFor } from '../support/wait-for.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { anOffering, april, basic, created, march, water, subscriptionId } from '../support/builders/records.ts';
import { aDecision, aGymTenant, decide } from './tenant-fixture.ts';
import { writeCatalogue, type Writes } from './write-catalogue.ts';

let server: TestDatabase;
let database: Database;
let tenantId: TenantId;
let tenants = 0;

beforeAll(async () => {
  server = await createTestDatabase();
  database = await openDatabase({ url: server.url });
});
beforeEach(async () => {
  tenants += 1;
  tenantId = await aGymTenant(database, `gym ${tenants}`);
  await write((writes) => writes.changeSettings({ policies: { 'delete.allowed': 'withoutPrices' } }));
});
afterAll(async () => {
  await database.close();
  await server.drop();
});

const write = (work: (writes: Writes) => Promise<unknown>) => writeCatalogue({ database, tenantId }, work);

/** Tries to delete the add-on without checks, and returns the refusal of the database. */
const deleteWater = async () => {
  let ties: unknown;
  await write(async (writes) => {
    const offering = await writes.lockForDeletion('addOn', 'water');
    if (offering === null) throw new Error('the add-on exists');
    ties = await writes.findDeletionBlockers(offering);
    await writes.deleteOffering(offering);
  });
  return ties;
};
const refusalOf = async (work: Promise<unknown>): Promise<PersistenceConflict> => {
  const error: unknown = await work.then(
    () => 'nothing was refused',
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(PersistenceConflict);
  return error as PersistenceConflict;
};

/** A scheduled attach at the next period. */
const scheduled: SubscriptionEvent = {
  type: 'ChangeScheduled',
  at: march,
  change: {
    type: 'attachAddOn',
    id: 'chg_1',
    addOnKey: 'water',
    versionId: water.id,
    linkVersionId: null,
    quantity: '1',
    effectiveAt: april,
    scheduledAt: march,
    actor: 'admin',
    policies: resolvePolicies(attachPolicyKeys, {}),
  },
};
const flat: PricePoint = {
  ...defaultTerms,
  id: 'pri_1',
  key: 'usd',
  currency: 'USD',
  cadence: { every: 1, unit: 'month' },
  model: 'flat',
  amount: '5.00',
};

describe('deleting a launched offering', () => {
  it('3-37, 3-38 deletes one without prices with its versions, and frees its key', async () => {
    expect(await deleteWater()).toEqual({ priced: false, linkedBy: [], inUse: false });
    await write(async (writes) => {
      expect(await writes.lockOffering('addOn', 'water')).toBeNull();
      expect(await writes.insertOffering(anOffering({ ...water, id: toVersionId('ver_again') }))).toBe('inserted');
    });
  });

  it('0-35 is refused by the database unless the tenant allows it', async () => {
    await write((writes) => writes.changeSettings({ policies: { 'delete.allowed': null } }));
    expect((await refusalOf(deleteWater())).message).toContain('is launched and never changes');
  });

  it('3-37 is refused by the database if it has a price', async () => {
    const rateCards = [{ key: 'water', phase: null, name: null, featureKey: null, entitlement: null, prices: [flat] }];
    const priced = { ...water, id: toVersionId('ver_tea_1'), key: 'tea', rateCards };
    await write(async (writes) => {
      await writes.insertOffering(anOffering(priced));
      await writes.launchDraft(anOffering(priced));
    });
    const deleted = write(async (writes) => {
      const offering = await writes.lockForDeletion('addOn', 'tea');
      if (offering === null) throw new Error('the add-on exists');
      expect(await writes.findDeletionBlockers(offering)).toMatchObject({ priced: true });
      await writes.deleteOffering(offering);
    });
    expect((await refusalOf(deleted)).message).toContain('is launched and never changes');
  });

  it('lists the bases that link it in any version', async () => {
    const link = {
      addOnKey: 'water',
      requirement: 'optional',
      visibility: 'customer',
      maxInstances: null,
      fromPhase: null,
      policies: {},
      prices: [],
    } as const;
    await write((writes) =>
      writes.insertOffering(anOffering({ ...basic, id: toVersionId('ver_gold_1'), key: 'gold', addOns: [link] })),
    );
    expect(await deleteWater()).toMatchObject({ linkedBy: ['gold'] });
  });

  it.each<[string, readonly SubscriptionEvent[]]>([
    ['is scheduled', [...created('sub_1'), scheduled]],
    [
      'is ordered',
      created('sub_1', {
        order: [
          {
            addOnKey: 'water',
            versionId: water.id,
            linkVersionId: null,
            quantity: '1',
            requirement: 'optional',
            actor: 'admin',
          },
        ],
      }),
    ],
  ])('is refused by the database while it %s', async (_how, events) => {
    await decide(database, tenantId, aDecision('sub_1', { events }));
    expect((await refusalOf(deleteWater())).constraint).toBe('offering_version_use_tenant_id_version_id_fkey');
  });

  it('is refused after a cancellation, since the subscription keeps its history', async () => {
    const first = aDecision('sub_1', { events: [...created('sub_1'), scheduled] });
    await decide(database, tenantId, first);
    const events: SubscriptionEvent[] = [
      { type: 'ScheduledChangeCanceled', at: march, changeId: 'chg_1', because: 'taken back', policies: {} },
    ];
    await decide(database, tenantId, aDecision('sub_1', { before: first.after, events, revision: 2 }));
    expect((await refusalOf(deleteWater())).constraint).toBe('offering_version_use_tenant_id_version_id_fkey');
  });
});

describe('deleting an add-on while an attach is decided', () => {
  const lookUp = async (unit: DecisionUnit): Promise<Facts> => {
    await unit.load(subscriptionId, { origin: 'client', requestId: 'request-2' });
    return unit.loadFacts(await unit.baseFacts(), [{ kind: 'launched', offering: 'addOn', key: 'water' }]);
  };
  const somebodyWaits = () =>
    waitFor('a connection waits for a lock', () =>
      database.inTenant(tenantId, async (em) => {
        const rows = await em.execute<unknown[]>(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rows.length > 0;
      }),
    );

  it('waits for the attach, then finds the add-on in use', async () => {
    const before = aDecision('sub_1', { events: created('sub_1') });
    await decide(database, tenantId, before);
    let deleted: Promise<unknown> = Promise.resolve();
    await decisionTransaction(database)(tenantId, async (unit) => {
      expect((await lookUp(unit)).launched.addOn).toEqual({ water: water.id });
      deleted = refusalOf(deleteWater());
      await somebodyWaits();
      await unit.save(aDecision('sub_1', { before: before.after, events: [scheduled], revision: 2 }));
    });
    expect(await deleted).toMatchObject({ constraint: 'offering_version_use_tenant_id_version_id_fkey' });
  });

  it('delays the attach, which then finds no add-on on sale', async () => {
    await decide(database, tenantId, aDecision('sub_1', { events: created('sub_1') }));
    let found: Promise<Facts> | undefined;
    await write(async (writes) => {
      const offering = await writes.lockForDeletion('addOn', 'water');
      if (offering === null) throw new Error('the add-on exists');
      found = decisionTransaction(database)(tenantId, lookUp);
      await somebodyWaits();
      await writes.deleteOffering(offering);
    });
    expect((await found)?.launched.addOn).toEqual({ water: null });
  });

  it('does not delay decisions that only read while a version is launched', async () => {
    await write(async (writes) => {
      await writes.lockOffering('addOn', 'water');
      const facts = await decisionTransaction(database)(tenantId, lookUp);
      expect(facts.launched.addOn).toEqual({ water: water.id });
    });
  });
});
