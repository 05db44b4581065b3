import { readFileSync } from 'node:fs';
import type { TenantId } from '../../src/domain/ids.ts';
import type { OfferingVersion } from '../../src/domain/catalogue/model/offering.ts';
import type { PricePoint } from '../../src/domain/catalogue/model/rate-card.ts';
import type { Database } from '../../src/persistence/database/database.ts';
import type { StoredPricePresentation } from '../../src/persistence/schemas/offering.schema.ts';
import { anOffering } from '../support/builders/records.ts';
import { ensureTenant } from '../support/tenants.ts';
import { writeCatalogue } from './write-catalogue.ts';

type Row = Readonly<Record<string, unknown>>;

/** What an earlier release wrote: the launched versions, and the rows of each decision as passed to its write function. */
export interface StoredHistory {
  readonly versions: readonly OfferingVersion[];
  readonly written: readonly Readonly<Record<string, Row | readonly Row[]>>[];
}

/** Reads a history from `histories/`. */
export function readHistory(file: string): StoredHistory {
  const { versions, written } = JSON.parse(
    readFileSync(new URL(`./histories/${file}`, import.meta.url), 'utf8'),
  ) as StoredHistory;
  return { versions: versions.map(fromRecordedVersion), written };
}

const fromRecordedVersion = (version: OfferingVersion): OfferingVersion => ({
  ...version,
  rateCards: version.rateCards.map((card) => ({ ...card, prices: card.prices.map(fromRecordedPrice) })),
});

/** When these histories were recorded, a price had its tax and sale status among its texts. */
function fromRecordedPrice(price: PricePoint): PricePoint {
  const { tax, archived, ...presentation } = price.presentation as StoredPricePresentation;
  return { ...price, presentation, tax, archived };
}

/** Creates a tenant with the customer Ann and a history. `migrated` is what later migrations added to existing decisions. */
export async function aTenantWith(
  { versions, written }: StoredHistory,
  { database, key, migrated = {} }: { readonly database: Database; readonly key: string; readonly migrated?: Row },
): Promise<TenantId> {
  const { id } = await ensureTenant(database, { key, name: key, mode: 'sandbox', apiKey: `key of ${key}` });
  await writeCatalogue({ database, tenantId: id }, async (writes) => {
    await writes.insertProduct({ id: 'pro_club', key: 'club', name: 'Club', description: null, revision: 1 });
    for (const feature of ['gym', 'pool'])
      await writes.insertFeature({
        id: `fea_${feature}`,
        key: feature,
        name: feature,
        kind: 'boolean',
        unit: null,
        meter: null,
        revision: 1,
      });
    for (const latest of versions) {
      await writes.insertOffering(anOffering(latest));
      await writes.launchDraft(anOffering(latest));
    }
    const ann = { id: 'cus_ann', key: 'ann', name: 'Ann', email: null, currency: 'USD', timeZone: 'UTC', accountType: null };
    await writes.insertCustomer({ ...ann, revision: 1 });
  });
  const rowsOf = (table: string, some: Row | readonly Row[]): readonly Row[] =>
    [some].flat().map((row) => ({ ...(table === 'decision' ? migrated : {}), ...row, tenant_id: id }));
  for (const rows of written) {
    const its = Object.entries(rows).map(([table, some]) => {
      const created = table === 'subscription' && [some].flat().every(({ revision }) => revision === 1);
      return [created ? 'new_subscription' : table, rowsOf(table, some)];
    });
    await database.inTenant(id, (em) =>
      em.execute('select annex_write_decisions(?, ?::jsonb)', [id, JSON.stringify(Object.fromEntries(its))]),
    );
  }
  return id;
}
