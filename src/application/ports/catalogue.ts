import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { CustomField } from '../../domain/catalogue/model/custom-fields.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type {
  AddOnVersion,
  BaseVersion,
  Offering,
  OfferingKind,
  OfferingVersion,
} from '../../domain/catalogue/model/offering.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import type { PricePoint } from '../../domain/catalogue/model/rate-card.ts';
import type { SettingsChange, TenantSettings } from '../../domain/catalogue/model/tenant-settings.ts';
import type { FormerPrice } from '../../domain/catalogue/versions/carry-price-ids.ts';
import type { CustomerUse } from '../../domain/customer/change-customer.ts';
import type { Customer } from '../../domain/customer/customer.ts';
import type { Page, PageRequest } from './paging.ts';
import type { ApiKeyReads, ApiKeyWrites } from './tenants.ts';

/** `draft`: never launched. `archived`: launched or not. */
export type OfferingStage = 'draft' | 'launched' | 'archived';

/** Offerings of one kind; null matches all. */
export interface OfferingFilter {
  readonly kind: OfferingKind;
  readonly productKey: string | null;
  readonly stage: OfferingStage | null;
  readonly archived: boolean | null;
}

export type Inserted = 'inserted' | 'taken';

/** Keys of prices to look up in former versions of an offering. */
export interface PriceKeys {
  readonly offeringId: string;
  readonly keys: readonly string[];
}
/** Prices of former versions by offering id. */
export type FormerPrices = ReadonlyMap<string, readonly FormerPrice[]>;

/** What prevents the deletion of an offering (semantics row 21). */
export interface DeletionBlockers {
  /** Whether any version has a price, including archived and link prices. */
  readonly priced: boolean;
  /** The keys of the offerings that link it in any version. */
  readonly linkedBy: readonly string[];
  /** Whether a subscription has, had, ordered or scheduled one of its versions. */
  readonly inUse: boolean;
}

/** Writes of features inside one transaction. */
export interface FeatureWrites {
  findFeatures(keys: readonly string[]): Promise<readonly Feature[]>;
  insertFeature(feature: Feature): Promise<Inserted>;
  /** Locks the feature under a shared or exclusive lock of the catalogue; the exclusive one prevents launches that use it. */
  lockFeature(key: string, lock: 'shared' | 'exclusive'): Promise<Feature | null>;
  /** Whether a version that is or was on sale grants the feature or charges by its usage. */
  isFeatureLaunched(key: string): Promise<boolean>;
  /** Writes a locked row and increments its revision. */
  saveFeature(feature: Feature): Promise<Feature>;
}

export interface ProductWrites {
  findProduct(key: string): Promise<Product | null>;
  insertProduct(product: Product): Promise<Inserted>;
  lockProduct(key: string): Promise<Product | null>;
  /** Writes a locked row and increments its revision. */
  saveProduct(product: Product): Promise<Product>;
}

export interface CustomerWrites {
  insertCustomer(customer: Customer): Promise<Inserted>;
  /** By id, or by key if no customer has this id. */
  lockCustomer(idOrKey: string): Promise<Customer | null>;
  /** Whether the customer has subscriptions. Does not see one that is created concurrently. */
  findCustomerUse(customerId: string): Promise<CustomerUse>;
  /** Writes a locked row and increments its revision. */
  saveCustomer(customer: Customer): Promise<Customer>;
}

export interface CustomFieldWrites {
  /** The custom fields of a kind of offering, in the order of declaration. */
  findCustomFields(entity: OfferingKind): Promise<readonly CustomField[]>;
  insertCustomField(field: CustomField): Promise<Inserted>;
}

export interface SettingsWrites {
  findSettings(): Promise<TenantSettings>;
  /** Merges the change and increments the revision. Locks the settings, so that concurrent changes follow each other. */
  changeSettings(change: SettingsChange): Promise<TenantSettings>;
}

/** Writes of drafts. Each increments the revision of its offering. */
export interface DraftWrites {
  /** Inserts the offering with its first draft. */
  insertOffering(offering: Offering): Promise<Inserted>;
  insertDraft(offering: Offering, draft: OfferingVersion): Promise<Offering>;
  /** Replaces the contents of the draft. */
  saveDraft(offering: Offering, draft: OfferingVersion): Promise<Offering>;
  /** Deletes the draft; the launched version is the newest again. */
  discardDraft(offering: Offering): Promise<Offering>;
  /** Launches the draft; the formerly launched version is superseded. */
  launchDraft(offering: Offering): Promise<Offering>;
}

/** Writes of offerings. */
export interface OfferingWrites extends DraftWrites {
  /** Locks the offering until the end of the transaction. */
  lockOffering(kind: OfferingKind, key: string): Promise<Offering | null>;
  /** The same for a deletion: also waits for decisions that have found the offering on sale, and blocks new ones. */
  lockForDeletion(kind: OfferingKind, key: string): Promise<Offering | null>;
  /** Edits the texts of every version of the offering, sold ones included. */
  editInPlace(offering: Offering, edit: (version: OfferingVersion) => OfferingVersion): Promise<Offering>;
  setArchived(offering: Offering, archived: boolean): Promise<Offering>;
  /** Deletes an offering with its versions; its key is free again. */
  deleteOffering(offering: Offering): Promise<void>;
  /** The offering must be locked for deletion. */
  findDeletionBlockers(offering: Offering): Promise<DeletionBlockers>;
}

/** Reads of the links between bases and add-ons, in the transaction of a write. */
export interface LinkReads {
  /** The launched versions of add-ons, without a lock. */
  readLaunchedAddOns(keys: readonly string[]): Promise<readonly AddOnVersion[]>;
  /** The launched versions of add-ons, archived ones included. Locks the add-ons against archiving until the transaction ends. */
  findLaunchedAddOns(
    keys: readonly string[],
  ): Promise<readonly { readonly version: AddOnVersion; readonly archived: boolean }[]>;
  /** The newest and launched versions of the bases that link an add-on. */
  findBasesOf(addOnKey: string): Promise<readonly BaseVersion[]>;
  /** The launched versions of the bases that link an add-on and are not archived. */
  findBasesOnSale(addOnKey: string): Promise<readonly BaseVersion[]>;
}

/** An offering before and after a catalogue file. */
export interface OfferingChange {
  readonly before: Offering | null;
  readonly after: Offering;
  /** Edits the texts of earlier versions; null for no edit. */
  readonly edit: ((version: OfferingVersion) => OfferingVersion) | null;
}

/** The writes of a catalogue file: features and products by key, and offerings with their newest versions. */
export interface CatalogueChanges {
  readonly features: readonly Feature[];
  readonly products: readonly Product[];
  readonly offerings: readonly OfferingChange[];
}

/** Reads and writes of a whole catalogue. */
export interface CatalogueFileWrites {
  /** Loads the catalogue under an exclusive lock: waits for open writes to it, and blocks others until the transaction ends. */
  lockCatalogue(): Promise<CatalogueState>;
  /** `taken`: another transaction has created one of the offerings meanwhile. */
  saveCatalogue(changes: CatalogueChanges): Promise<Inserted>;
  /** For each key the terms of the price or link price in the newest version that has it. */
  findFormerPrices(wanted: readonly PriceKeys[]): Promise<FormerPrices>;
}

/** Writes to the catalogue, customers and API keys in one transaction. Inserts return `taken` if the key is in use. */
export interface CatalogueWrites
  extends
    ApiKeyWrites,
    CatalogueFileWrites,
    CustomerWrites,
    CustomFieldWrites,
    FeatureWrites,
    LinkReads,
    OfferingWrites,
    ProductWrites,
    SettingsWrites {}

export interface FeatureReads {
  listFeatures(tenantId: TenantId, page: PageRequest): Promise<Page<Feature>>;
  findFeature(tenantId: TenantId, key: string): Promise<Feature | null>;
}

export interface ProductReads {
  listProducts(tenantId: TenantId, page: PageRequest): Promise<Page<Product>>;
  findProduct(tenantId: TenantId, key: string): Promise<Product | null>;
}

export interface CustomerReads {
  listCustomers(tenantId: TenantId, page: PageRequest): Promise<Page<Customer>>;
  /** By id, or by key if no customer has this id. */
  findCustomer(tenantId: TenantId, idOrKey: string): Promise<Customer | null>;
}

export interface CustomFieldReads {
  findCustomFields(tenantId: TenantId, entity: OfferingKind): Promise<readonly CustomField[]>;
  listCustomFields(
    tenantId: TenantId,
    filter: { readonly entity: OfferingKind | null },
    page: PageRequest,
  ): Promise<Page<CustomField>>;
}

export interface SettingsReads {
  findSettings(tenantId: TenantId): Promise<TenantSettings>;
}

export interface OfferingReads {
  listOfferings(tenantId: TenantId, filter: OfferingFilter, page: PageRequest): Promise<Page<Offering>>;
  findOffering(tenantId: TenantId, kind: OfferingKind, key: string): Promise<Offering | null>;
}

export interface VersionReads {
  findVersion(tenantId: TenantId, kind: OfferingKind, key: string, version: number): Promise<OfferingVersion | null>;
  /** Every version of an offering, newest first; null if the offering does not exist. */
  listVersions(
    tenantId: TenantId,
    named: { readonly kind: OfferingKind; readonly key: string },
    page: PageRequest,
  ): Promise<Page<OfferingVersion> | null>;
  /** The launched versions of add-ons, archived ones included; a key without one is left out. */
  findLaunchedAddOns(tenantId: TenantId, keys: readonly string[]): Promise<readonly AddOnVersion[]>;
  /** Prices and link prices of any version by id. */
  findPrices(tenantId: TenantId, ids: readonly string[]): Promise<readonly PricePoint[]>;
}

/** Reads of the catalogue, customers and API keys. Lists are in the order of creation; each read is one transaction. */
export interface CatalogueReads
  extends ApiKeyReads, CustomerReads, CustomFieldReads, FeatureReads, OfferingReads, ProductReads, SettingsReads, VersionReads {
  loadCatalogue(tenantId: TenantId): Promise<CatalogueState>;
}
