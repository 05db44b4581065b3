import type { DecisionRecord } from '../../src/application/ports/decisions.ts';
import { type TenantId, toSubscriptionId } from '../../src/domain/ids.ts';
import { consequencesOf } from '../../src/domain/subscription/outcome/consequences.ts';
import { evolveAll } from '../../src/domain/subscription/model/evolve.ts';
import type { SubscriptionEvent } from '../../src/domain/subscription/model/events.ts';
import { invariant } from '../../src/domain/invariant.ts';
import { initial, statusOf, type Subscription } from '../../src/domain/subscription/model/state.ts';
import type { Database } from '../../src/persistence/database/database.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { ensureTenant } from '../support/tenants.ts';
import { aCreate } from '../support/builders/commands.ts';
import { anOffering, april, basic, water } from '../support/builders/records.ts';

/** Creates a tenant with the gym catalogue and the customer Ann. */
export async function aGymTenant(database: Database, key: string): Promise<TenantId> {
  const { id: tenantId } = await ensureTenant(database, { key, name: key, mode: 'sandbox', apiKey: `key of ${key}` });
  await idempotentWrites(database).runOnce({ tenantId, key: 'gym', requestHash: 'gym' }, async (writes) => {
    await writes.insertFeature({
      id: 'fea_water',
      key: 'water',
      name: 'Water',
      kind: 'boolean',
      unit: null,
      meter: null,
      revision: 1,
    });
    await writes.insertProduct({ id: 'pro_gym', key: 'gym', name: 'Gym', description: null, revision: 1 });
    for (const version of [basic, water]) {
      await writes.insertOffering(anOffering(version));
      await writes.launchDraft(anOffering(version));
    }
    await writes.insertCustomer({
      id: 'cus_ann',
      key: 'ann',
      name: 'Ann',
      email: null,
      currency: 'USD',
      timeZone: 'UTC',
      accountType: null,
      revision: 1,
    });
    return { status: 201, body: null };
  });
  return tenantId;
}

/** The decision with these events on a state. */
export function aDecision(
  subscriptionId: string,
  {
    before = initial,
    events,
    revision = 1,
    ...given
  }: {
    readonly before?: Subscription;
    readonly events: readonly SubscriptionEvent[];
    readonly revision?: number;
  } & Partial<DecisionRecord>,
): DecisionRecord {
  const after = evolveAll(before, events);
  invariant(after.stage !== 'new', 'the events begin a subscription');
  const { customerId, base, clock } = after.terms;
  const made = { invoiceIds: [], creditNoteIds: [], pendingIds: [], attachmentId: null };
  return {
    subscriptionId: toSubscriptionId(subscriptionId),
    origin: 'client',
    requestId: `request-${revision}`,
    requestHash: `hash-${revision}`,
    revision,
    did: revision === 1 ? 'createSubscription' : 'attachAddOn',
    actor: 'admin',
    command: aCreate(),
    due: null,
    decidedAt: after.at,
    at: after.at,
    summary: `revision ${revision}`,
    events,
    consequences: consequencesOf(before, { events, after }),
    after,
    nextWakeAt: april,
    outcome: {
      result: 'applied',
      revision,
      status: statusOf(after),
      at: after.at,
      nextWake: null,
      summary: `revision ${revision}`,
      made,
      customerId,
      planKey: base.key,
      clock,
    },
    ...given,
  };
}

/** Decides like the activity: loads, returns the stored outcome of the request, or else saves. */
export const decide = (database: Database, tenantId: TenantId, decision: DecisionRecord) =>
  decisionTransaction(database)(tenantId, async (unit) => {
    const { decided } = await unit.load(decision.subscriptionId, decision);
    if (decided !== null) return decided.outcome;
    await unit.save(decision);
    return decision.outcome;
  });
