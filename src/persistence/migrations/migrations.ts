import { Tenants } from './0001-tenants.ts';
import { Catalogue } from './0002-catalogue.ts';
import { Subscriptions } from './0003-subscriptions.ts';
import { Documents } from './0004-documents.ts';
import { Idempotency } from './0005-idempotency.ts';
import { Decisions } from './0006-decisions.ts';
import { Offerings } from './0007-offerings.ts';
import { Images } from './0008-images.ts';
import { CustomFields } from './0009-custom-fields.ts';
import { TenantSettings } from './0010-tenant-settings.ts';
import { AccountTypes } from './0011-account-types.ts';
import { OneTimeCharges } from './0012-one-time-charges.ts';
import { DeleteWithoutPrices } from './0013-delete-without-prices.ts';
import { VersionParts } from './0014-version-parts.ts';
import { UnitNames } from './0015-unit-names.ts';
import { RequestOrigin } from './0016-request-origin.ts';
import { Fleet } from './0018-fleet.ts';
import { ApiKeys } from './0020-api-keys.ts';
import { FunctionRights } from './0021-function-rights.ts';
import { ListIndexes } from './0022-list-indexes.ts';
import { Retention } from './0023-retention.ts';
import { KeptCommands } from './0028-kept-commands.ts';
import { LineStamps } from './0029-line-stamps.ts';
import { OpenServicePeriods } from './0030-open-service-periods.ts';
import { StuckSubscriptions } from './0031-stuck-subscriptions.ts';
import { GroupCommit } from './0032-group-commit.ts';

/** Every migration, in the order in which they are applied. An applied one never changes; a change is a new one. */
export const migrations = [
  Tenants,
  Catalogue,
  Subscriptions,
  Documents,
  Idempotency,
  Decisions,
  Offerings,
  Images,
  CustomFields,
  TenantSettings,
  AccountTypes,
  OneTimeCharges,
  DeleteWithoutPrices,
  VersionParts,
  UnitNames,
  RequestOrigin,
  Fleet,
  ApiKeys,
  FunctionRights,
  ListIndexes,
  Retention,
  KeptCommands,
  LineStamps,
  OpenServicePeriods,
  StuckSubscriptions,
  GroupCommit,
];
