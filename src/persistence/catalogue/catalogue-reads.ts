import type { CatalogueReads } from '../../application/ports/catalogue.ts';
import { apiKeyReads } from '../database/api-keys.ts';
import type { Database } from '../database/database.ts';
import { catalogueFileReads } from './catalogue-file.ts';
import { customFieldReads } from './custom-fields.ts';
import { customerReads } from './customers.ts';
import { featureReads } from './features.ts';
import { offeringReads } from './offering-reads.ts';
import { productReads } from './products.ts';
import { settingsReads } from './tenant-settings.ts';
import { versionReads } from './version-reads.ts';

/** Reads of the catalogue and of customers. */
export const catalogueReads = (database: Database): CatalogueReads => ({
  ...featureReads(database),
  ...productReads(database),
  ...customerReads(database),
  ...customFieldReads(database),
  ...offeringReads(database),
  ...versionReads(database),
  ...settingsReads(database),
  ...apiKeyReads(database),
  ...catalogueFileReads(database),
});
