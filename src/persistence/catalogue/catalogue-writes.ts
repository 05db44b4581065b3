import type { CatalogueWrites } from '../../application/ports/catalogue.ts';
import { apiKeyWrites } from '../database/api-keys.ts';
import type { TenantTransaction } from '../database/database.ts';
import { catalogueFileWrites } from './catalogue-file.ts';
import { sharedCatalogueLock } from './catalogue-lock.ts';
import { customFieldWrites } from './custom-fields.ts';
import { customerWrites } from './customers.ts';
import { featureWrites } from './features.ts';
import { linkReads } from './link-reads.ts';
import { offeringWrites } from './offering-writes.ts';
import { productWrites } from './products.ts';
import { settingsWrites } from './tenant-settings.ts';

/** Writes to the catalogue and to customers in the open transaction. */
export function catalogueWrites(transaction: TenantTransaction): CatalogueWrites {
  const takeSharedLock = sharedCatalogueLock(transaction);
  return {
    ...featureWrites(transaction, takeSharedLock),
    ...productWrites(transaction, takeSharedLock),
    ...customerWrites(transaction),
    ...customFieldWrites(transaction),
    ...offeringWrites(transaction, takeSharedLock),
    ...linkReads(transaction, takeSharedLock),
    ...settingsWrites(transaction),
    ...apiKeyWrites(transaction),
    ...catalogueFileWrites(transaction),
  };
}
