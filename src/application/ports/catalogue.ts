import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
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

/** An offering before and after a change of many at once. */
export interface OfferingChange {
  readonly before: Offering | null;
  readonly after: Offering;
  /** What people read of its earlier versions changes too. */
  readonly edit: ((version: OfferingVersion) => OfferingVersion) | null;
}

/** Keys of prices that an offering may have had. */
export interface WantedPrices {
  readonly offeringId: string;
  readonly keys: readonly string[];
}
/** The prices that offerings had in former versions, by the ids of the offerings. */
export type FormerPrices = ReadonlyMap<string, readonly FormerPrice[]>;

/** What keeps an offering from being deleted (semantics row 21). */
export interface OfferingTies {
  /** Whether any of its versions has a price, an archived one or one of a link too. */
  readonly priced: boolean;
  /** The keys of what links it in any version, former ones too. */
  readonly linkedBy: readonly string[];
  /** Whether any subscription has, had, ordered or scheduled one of its versions. */
  readonly inUse: boolean;
}

/** Writes to the catalogue and to customers inside one transaction. Inserts answer `taken` when the key is in use. */
export interface CatalogueWrites extends ApiKeyWrites {
  findFeatures(keys: readonly string[]): Promise<readonly Feature[]>;
  insertFeature(feature: Feature): Promise<Inserted>;
  findProduct(key: string): Promise<Product | null>;
  insertProduct(product: Product): Promise<Inserted>;
  /** Locks the offering until the end of the transaction. */
  lockOffering(kind: OfferingKind, key: string): Promise<Offering | null>;
  /** The same before it is deleted: waits for decisions that have found it on sale, and makes others wait. */
  lockForDeletion(kind: OfferingKind, key: string): Promise<Offering | null>;
  /** The versions on sale of add-ons, without waiting for anybody who changes them. */
  readLaunchedAddOns(keys: readonly string[]): Promise<readonly AddOnVersion[]>;
  /** The add-ons that were launched, archived ones too; they cannot be archived before the transaction ends. */
  findLaunchedAddOns(
    keys: readonly string[],
  ): Promise<readonly { readonly version: AddOnVersion; readonly archived: boolean }[]>;
  /** Inserts the offering with its first version, a draft. */
  insertOffering(offering: Offering): Promise<Inserted>;
  /** Inserts a version that is a draft. */
  insertDraft(offering: Offering, draft: OfferingVersion): Promise<Offering>;
  /** Replaces the contents of the draft and counts the offering's revision up. */
  saveDraft(offering: Offering, draft: OfferingVersion): Promise<Offering>;
  /** Throws the draft away: the version on sale is the newest again. Counts the offering's revision up. */
  discardDraft(offering: Offering): Promise<Offering>;
  /** Puts the draft on sale; the version that was on sale is superseded. */
  launchDraft(offering: Offering): Promise<Offering>;
  /** Changes what people read about every version of the offering, sold ones too. */
  editInPlace(offering: Offering, edit: (version: OfferingVersion) => OfferingVersion): Promise<Offering>;
  setArchived(offering: Offering, archived: boolean): Promise<Offering>;
  /** Removes an offering with its versions; its key is free again. */
  deleteOffering(offering: Offering): Promise<void>;
  /** What keeps an offering from being deleted; it is locked for that. */
  findTies(offering: Offering): Promise<OfferingTies>;
  /** Everything there is; every other write to the catalogue waits until the end of the transaction. */
  lockCatalogue(): Promise<CatalogueState>;
  /** Writes features and products by their keys, and offerings with their newest versions, in a few statements. */
  saveCatalogue(changes: {
    readonly features: readonly Feature[];
    readonly products: readonly Product[];
    readonly offerings: readonly OfferingChange[];
  }): Promise<Inserted>;
  /** The drafts and launched versions that link an add-on. */
  findBasesOf(addOnKey: string): Promise<readonly BaseVersion[]>;
  /** The versions on sale of what links an add-on and is not archived. */
  findBasesOnSale(addOnKey: string): Promise<readonly BaseVersion[]>;
  /** Of each key the price in the newest version that has it, its own or one of a link, by its terms. */
  findFormerPrices(wanted: readonly WantedPrices[]): Promise<FormerPrices>;
  insertCustomer(customer: Customer): Promise<Inserted>;
  /** Locks the feature: beside other writes to the catalogue, or alone while nothing may be launched with it. */
  lockFeature(key: string, beside: 'others' | 'nobody'): Promise<Feature | null>;
  /** Whether any version that is or was on sale grants a feature, or charges by its usage. */
  isFeatureLaunched(key: string): Promise<boolean>;
  /** Each of these writes what is locked and counts its revision up. */
  saveFeature(feature: Feature): Promise<Feature>;
  lockProduct(key: string): Promise<Product | null>;
  saveProduct(product: Product): Promise<Product>;
  /** By id or by key. */
  lockCustomer(idOrKey: string): Promise<Customer | null>;
  findCustomerUse(customerId: string): Promise<CustomerUse>;
  saveCustomer(customer: Customer): Promise<Customer>;
  /** Every custom field that is declared for a kind of offering, in the order of declaration. */
  findCustomFields(entity: OfferingKind): Promise<readonly CustomField[]>;
  insertCustomField(field: CustomField): Promise<Inserted>;
  findSettings(): Promise<TenantSettings>;
  /** Merges the change and counts the revision of the settings up. The settings stay held until the end of the transaction. */
  changeSettings(change: SettingsChange): Promise<TenantSettings>;
}

export interface CatalogueReads extends ApiKeyReads {
  loadCatalogue(tenantId: string): Promise<CatalogueState>;
  listFeatures(tenantId: string, page: PageRequest): Promise<Page<Feature>>;
  findFeature(tenantId: string, key: string): Promise<Feature | null>;
  listProducts(tenantId: string, page: PageRequest): Promise<Page<Product>>;
  findProduct(tenantId: string, key: string): Promise<Product | null>;
  listOfferings(tenantId: string, filter: OfferingFilter, page: PageRequest): Promise<Page<Offering>>;
  findOffering(tenantId: string, kind: OfferingKind, key: string): Promise<Offering | null>;
  /** Price points of any version by their ids. */
  findPrices(tenantId: string, ids: readonly string[]): Promise<readonly PricePoint[]>;
  findVersion(tenantId: string, kind: OfferingKind, key: string, version: number): Promise<OfferingVersion | null>;
  /** Every version of an offering, newest first; null where there is no such offering. */
  listVersions(
    tenantId: string,
    named: { readonly kind: OfferingKind; readonly key: string },
    page: PageRequest,
  ): Promise<Page<OfferingVersion> | null>;
  /** The versions of add-ons that were launched, archived add-ons too; a key without one is left out. */
  findLaunchedAddOns(tenantId: string, keys: readonly string[]): Promise<readonly AddOnVersion[]>;
  findCustomFields(tenantId: string, entity: OfferingKind): Promise<readonly CustomField[]>;
  listCustomFields(
    tenantId: string,
    filter: { readonly entity: OfferingKind | null },
    page: PageRequest,
  ): Promise<Page<CustomField>>;
  findSettings(tenantId: string): Promise<TenantSettings>;
  listCustomers(tenantId: string, page: PageRequest): Promise<Page<Customer>>;
  /** By id or by key. */
  findCustomer(tenantId: string, idOrKey: string): Promise<Customer | null>;
}
