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

/** An offering is a draft until it is launched for the first time, and archived whether it was or not. */
export type OfferingStage = 'draft' | 'launched' | 'archived';

/** Which offerings of one kind; null: of all. */
export interface OfferingFilter {
  readonly kind: OfferingKind;
  readonly productKey: string | null;
  readonly stage: OfferingStage | null;
  readonly archived: boolean | null;
}

export type Inserted = 'inserted' | 'taken';

/** Keys of prices that an offering may have had. */
export interface PriceKeys {
  readonly offeringId: string;
  readonly keys: readonly string[];
}
/** The prices that offerings had in former versions, by the ids of the offerings. */
export type FormerPrices = ReadonlyMap<string, readonly FormerPrice[]>;

/** What keeps an offering from being deleted (semantics row 21). */
export interface DeletionBlockers {
  /** Whether any of its versions has a price, an archived one or one of a link too. */
  readonly priced: boolean;
  /** The keys of what links it in any version, former ones too. */
  readonly linkedBy: readonly string[];
  /** Whether any subscription has, had, ordered or scheduled one of its versions. */
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
  /** Writes what is locked and counts its revision up. */
  saveFeature(feature: Feature): Promise<Feature>;
}

export interface ProductWrites {
  findProduct(key: string): Promise<Product | null>;
  insertProduct(product: Product): Promise<Inserted>;
  lockProduct(key: string): Promise<Product | null>;
  /** Writes what is locked and counts its revision up. */
  saveProduct(product: Product): Promise<Product>;
}

export interface CustomerWrites {
  insertCustomer(customer: Customer): Promise<Inserted>;
  /** By id, or by key if no customer has this id. */
  lockCustomer(idOrKey: string): Promise<Customer | null>;
  /** Whether the customer has subscriptions. Does not see one that is created concurrently. */
  findCustomerUse(customerId: string): Promise<CustomerUse>;
  /** Writes what is locked and counts its revision up. */
  saveCustomer(customer: Customer): Promise<Customer>;
}

export interface CustomFieldWrites {
  /** Every custom field that is declared for a kind of offering, in the order of declaration. */
  findCustomFields(entity: OfferingKind): Promise<readonly CustomField[]>;
  insertCustomField(field: CustomField): Promise<Inserted>;
}

export interface SettingsWrites {
  findSettings(): Promise<TenantSettings>;
  /** Merges the change and counts the revision of the settings up. Two changes at once: the second waits and keeps the first. */
  changeSettings(change: SettingsChange): Promise<TenantSettings>;
}

/** Writes of a version that is a draft. Each counts the revision of its offering up. */
export interface DraftWrites {
  /** Inserts the offering with its first version, a draft. */
  insertOffering(offering: Offering): Promise<Inserted>;
  /** Inserts a version that is a draft. */
  insertDraft(offering: Offering, draft: OfferingVersion): Promise<Offering>;
  /** Replaces the contents of the draft. */
  saveDraft(offering: Offering, draft: OfferingVersion): Promise<Offering>;
  /** Throws the draft away: the version on sale is the newest again. */
  discardDraft(offering: Offering): Promise<Offering>;
  /** Puts the draft on sale; the version that was on sale is superseded. */
  launchDraft(offering: Offering): Promise<Offering>;
}

/** Writes of an offering as a whole. */
export interface OfferingWrites extends DraftWrites {
  /** Locks the offering until the end of the transaction. */
  lockOffering(kind: OfferingKind, key: string): Promise<Offering | null>;
  /** The same for a deletion: waits for decisions that have found the offering on sale, and blocks others. */
  lockForDeletion(kind: OfferingKind, key: string): Promise<Offering | null>;
  /** Edits the texts of every version of the offering, also of sold ones; the terms do not change. */
  editInPlace(offering: Offering, edit: (version: OfferingVersion) => OfferingVersion): Promise<Offering>;
  setArchived(offering: Offering, archived: boolean): Promise<Offering>;
  /** Removes an offering with its versions; its key is free again. */
  deleteOffering(offering: Offering): Promise<void>;
  /** What prevents the deletion of an offering; call it with the offering locked for deletion. */
  findDeletionBlockers(offering: Offering): Promise<DeletionBlockers>;
}

/** The links between bases and add-ons, read inside the transaction of a write. */
export interface LinkReads {
  /** The versions on sale of add-ons, without waiting for writers. */
  readLaunchedAddOns(keys: readonly string[]): Promise<readonly AddOnVersion[]>;
  /** The launched add-ons, also archived ones; they cannot be archived before the transaction ends. */
  findLaunchedAddOns(
    keys: readonly string[],
  ): Promise<readonly { readonly version: AddOnVersion; readonly archived: boolean }[]>;
  /** The newest and launched versions of what links an add-on. */
  findBasesOf(addOnKey: string): Promise<readonly BaseVersion[]>;
  /** The versions on sale of what links an add-on and is not archived. */
  findBasesOnSale(addOnKey: string): Promise<readonly BaseVersion[]>;
}

/** An offering before and after a change of many at once. */
export interface OfferingChange {
  readonly before: Offering | null;
  readonly after: Offering;
  /** What people read of its earlier versions changes too. */
  readonly edit: ((version: OfferingVersion) => OfferingVersion) | null;
}

/** What a change of many at once writes: features and products by their keys, and offerings with their newest versions. */
export interface CatalogueChanges {
  readonly features: readonly Feature[];
  readonly products: readonly Product[];
  readonly offerings: readonly OfferingChange[];
}

/** A catalogue as a whole. */
export interface CatalogueFileWrites {
  /** Everything there is. Waits for every write to the catalogue that has begun, and keeps all others waiting until the end. */
  lockCatalogue(): Promise<CatalogueState>;
  /** A few statements. `taken`: somebody else has made one of the offerings meanwhile. */
  saveCatalogue(changes: CatalogueChanges): Promise<Inserted>;
  /** Of each key the price in the newest version that has it, its own or one of a link, by its terms. */
  findFormerPrices(wanted: readonly PriceKeys[]): Promise<FormerPrices>;
}

/** Writes to the catalogue, customers and API keys inside one transaction. Inserts answer `taken` when the key is in use. */
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
  /** The versions of add-ons that were launched, archived add-ons too; a key without one is left out. */
  findLaunchedAddOns(tenantId: TenantId, keys: readonly string[]): Promise<readonly AddOnVersion[]>;
  /** Price points of any version by their ids, including prices of links. */
  findPrices(tenantId: TenantId, ids: readonly string[]): Promise<readonly PricePoint[]>;
}

/** Reads of the catalogue, customers and API keys. Lists are in the order of creation; each read is one transaction. */
export interface CatalogueReads
  extends ApiKeyReads, CustomerReads, CustomFieldReads, FeatureReads, OfferingReads, ProductReads, SettingsReads, VersionReads {
  loadCatalogue(tenantId: TenantId): Promise<CatalogueState>;
}
