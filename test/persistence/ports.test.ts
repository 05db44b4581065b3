import type { DecisionTransaction } from '../../src/application/ports/decisions.ts';
import type { ImageStore } from '../../src/application/ports/images.ts';
import type { CatalogueReads } from '../../src/application/ports/catalogue.ts';
import type { IdempotentWrites } from '../../src/application/ports/idempotency.ts';
import type { SubscriptionReads } from '../../src/application/ports/subscriptions.ts';
import type { TenantDirectory } from '../../src/application/ports/tenants.ts';
import { catalogueReads } from '../../src/persistence/catalogue/catalogue-reads.ts';
import type { Database } from '../../src/persistence/database/database.ts';
import { decisionTransaction } from '../../src/persistence/subscription/decisions.ts';
import { idempotentWrites } from '../../src/persistence/catalogue/idempotent-writes.ts';
import { imageStore } from '../../src/persistence/catalogue/images.ts';
import { subscriptionReads } from '../../src/persistence/subscription/subscription-reads.ts';
import { tenantDirectory } from '../../src/persistence/database/tenants.ts';

// Persistence knows neither the API nor the activities. That it fits their ports is proved by compiling this file.
const asPorts = (database: Database) => {
  const catalogue: CatalogueReads = catalogueReads(database);
  const idempotent: IdempotentWrites = idempotentWrites(database);
  const subscriptions: SubscriptionReads = subscriptionReads(database);
  const images: ImageStore = imageStore(database);
  const tenants: TenantDirectory = tenantDirectory(database);
  const decisions: DecisionTransaction = decisionTransaction(database);
  return { catalogue, idempotent, subscriptions, images, tenants, decisions };
};

describe('persistence', () => {
  it('fits the ports of the API and the activities', () => {
    expect(asPorts).toBeInstanceOf(Function);
  });
});
