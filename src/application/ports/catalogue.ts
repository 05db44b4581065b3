import type { AddOnVersion, BaseVersion, OfferingKind, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { CustomField } from '../../domain/catalogue/model/custom-fields.ts';
import type { SettingsChange, TenantSettings } from '../../domain/catalogue/model/tenant-settings.ts';
import type { FormerPrice } from '../../domain/catalogue/versions/carry-price-ids.ts';
import type { PricePoint } from '../../domain/catalogue/model/rate-card.ts';
import type { CreditNote, Invoice } from '../../domain/billing/invoice.ts';
import type { Grant } from '../../domain/entitlement/grant.ts';
import type { PolicySettings } from '../../domain/policy/policy.ts';
import type { CustomerUse } from '../../domain/customer/change-customer.ts';
import type { FactQuery, Facts } from '../../domain/subscription/model/facts.ts';
import type { PolicyLevelsAbove } from '../../domain/subscription/model/present-policies.ts';
import type {
  Clock,
  Ended,
  Ending,
  Running,
  SubscriptionAddOn,
  SubscriptionStatus,
} from '../../domain/subscription/model/state.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { TimelineEntry } from './timeline.ts';

// What the API reads and writes. bin/ wires these to persistence; the API itself knows no database.

export interface Tenant {
  readonly id: string;
  readonly mode: 'live' | 'sandbox';
  readonly policies: PolicySettings;
}

/** What an API key may do: `write` includes `read`, `admin` is for keys alone (ADR 0062). */
export type Scope = 'read' | 'write' | 'admin';

/** A key as people see it; its secret is shown once and stored nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

/** Who calls: a tenant, by one of its keys. */
export interface Caller {
  readonly tenant: Tenant;
  readonly key: {
    readonly id: string;
    readonly scopes: readonly Scope[];
    /** Whether the last use that is stored is a minute old, or none is. */
    readonly useIsNews: boolean;
  };
}

export interface TenantDirectory {
  /** Null for a secret that is unknown, revoked, or expired at this instant. */
  findBySecret(secret: string, at: Instant): Promise<Caller | null>;
  /** Stores that a key was used, unless that was done within the last minute. */
  noteUse(caller: Caller, at: Instant): Promise<void>;
}

/** A page of a list, in a stable order: what comes after a place, or from the beginning where that is null. */
export interface PageRequest {
  readonly limit: number;
  readonly after: number | null;
}
/** `next` is the place that the next page comes after; null on the last one. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly next: number | null;
}

/** An offering is a draft until it is launched for the first time, and archived whether it was or not. */
export type OfferingStage = 'draft' | 'launched' | 'archived';

/** Which offerings of one kind; null: of all. */
export interface OfferingFilter {
  readonly kind: OfferingKind;
  readonly productKey: string | null;
  readonly stage: OfferingStage | null;
  readonly archived: boolean | null;
}

/** Which subscriptions, by what was written last; null: all. */
export interface SubscriptionFilter {
  readonly customerId: string | null;
  readonly planKey: string | null;
  readonly status: SubscriptionStatus | null;
}

export interface Feature {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly kind: 'boolean' | 'metered' | 'static';
  readonly unit: { readonly singular: string; readonly plural: string } | null;
  readonly meter: { readonly aggregation: string; readonly eventType: string; readonly valueField: string | null } | null;
  readonly revision: number;
}
export interface Product {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly revision: number;
}
/** An offering with its newest version and, if there is one, the version that is on sale. */
export interface Offering {
  readonly id: string;
  readonly kind: OfferingKind;
  readonly key: string;
  readonly productKey: string;
  readonly archived: boolean;
  readonly revision: number;
  readonly latest: OfferingVersion;
  readonly launched: OfferingVersion | null;
}
export interface Customer {
  readonly id: string;
  readonly key: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly currency: string | null;
  readonly timeZone: string;
  /** What kind of account it is; add-ons may be sold to some kinds only (rule 4-19). */
  readonly accountType: string | null;
  readonly revision: number;
}

export type Inserted = 'inserted' | 'taken';

/** The whole catalogue of a tenant, each list in the order of creation. */
export interface CatalogueState {
  readonly features: readonly Feature[];
  readonly products: readonly Product[];
  readonly offerings: readonly Offering[];
}

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
export interface CatalogueWrites {
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
  insertApiKey(key: Omit<ApiKey, 'lastUsedAt'> & { readonly secret: string }): Promise<void>;
  /** From the commit on the key opens nothing. `notFound`: there is no such key, or it was revoked before. */
  revokeApiKey(id: string, at: Instant): Promise<'revoked' | 'notFound'>;
  findSettings(): Promise<TenantSettings>;
  /** Merges the change and counts the revision of the settings up. The settings stay held until the end of the transaction. */
  changeSettings(change: SettingsChange): Promise<TenantSettings>;
}

/** An answer to a write, as it is stored for its Idempotency-Key. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

type KeyUse =
  | { readonly kind: 'fresh' }
  /** The same request began before and its answer was never stored: doing it again has no second effect. */
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  /** The key belongs to another request. */
  | { readonly kind: 'reused' };

export interface IdempotentWrites {
  /** Remembers the key of a command before it is sent to its workflow. */
  claim(tenantId: string, key: string, requestHash: string): Promise<KeyUse>;
  /** Stores the answer of a claimed key and returns what is stored: the first answer is the answer of all. */
  settle(tenantId: string, key: string, answer: StoredAnswer): Promise<StoredAnswer>;
  /**
   * Runs a write to the catalogue in one transaction together with its key and answer. An answer of 400 or above is stored
   * too, and nothing else that the work wrote is kept. Two callers with one key: the second waits and gets the first one's answer.
   */
  runOnce<A extends StoredAnswer>(
    request: { readonly tenantId: string; readonly key: string; readonly requestHash: string },
    work: (writes: CatalogueWrites) => Promise<A>,
  ): Promise<{ readonly kind: 'answered'; readonly answer: A | StoredAnswer } | { readonly kind: 'reused' }>;
}

export interface CatalogueReads {
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
  /** Those that were not revoked, expired ones too. */
  listApiKeys(tenantId: string, page: PageRequest): Promise<Page<ApiKey>>;
  findSettings(tenantId: string): Promise<TenantSettings>;
  listCustomers(tenantId: string, page: PageRequest): Promise<Page<Customer>>;
  /** By id or by key. */
  findCustomer(tenantId: string, idOrKey: string): Promise<Customer | null>;
}

/** An add-on of a subscription as its row tells it, ended ones included. */
export interface AddOnRecord extends Omit<SubscriptionAddOn, 'linkVersionId' | 'recurring'> {
  readonly endedAt: Instant | null;
  readonly ending: Ending | null;
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly revision: number;
  readonly state: Running | Ended;
  readonly nextWakeAt: Instant | null;
  readonly addOns: readonly AddOnRecord[];
  /** What is due and fails by a fault of ours, since when; null while nothing does. */
  readonly stuck: { readonly since: Instant; readonly dueAt: Instant; readonly incidentId: string } | null;
  /** The policies above its own as they are now; absent where it is not made yet, or nobody asks for them. */
  readonly above?: PolicyLevelsAbove;
}

export interface NumberedInvoice extends Invoice {
  readonly number: string;
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly status: 'issued';
  readonly issuedAt: Instant;
}
export interface NumberedCreditNote extends CreditNote {
  readonly number: string;
  readonly subscriptionId: string;
  readonly customerId: string;
}

/** A grant with what is needed to know whether its subscription is up to date. */
export interface GrantRecord {
  readonly grant: Grant;
  readonly subscriptionId: string;
  readonly clock: Clock;
  readonly at: Instant;
  readonly nextWakeAt: Instant | null;
}

export interface SubscriptionReads {
  find(tenantId: string, subscriptionId: string): Promise<SubscriptionRecord | null>;
  list(tenantId: string, filter: SubscriptionFilter, page: PageRequest): Promise<Page<SubscriptionRecord>>;
  /** The known facts with the asked ones added. Launched versions come from a cache. */
  loadFacts(tenantId: string, known: Facts, queries: readonly FactQuery[]): Promise<Facts>;
  /** No facts but the tenant's policies and the version of the time-zone data. */
  baseFacts(tenantId: string): Promise<Facts>;
  listInvoices(
    tenantId: string,
    filter: { readonly subscriptionId: string | null; readonly customerId: string | null },
    page: PageRequest,
  ): Promise<Page<NumberedInvoice>>;
  findInvoices(tenantId: string, ids: readonly string[]): Promise<readonly NumberedInvoice[]>;
  listCreditNotes(tenantId: string, subscriptionId: string, page: PageRequest): Promise<Page<NumberedCreditNote>>;
  findCreditNotes(tenantId: string, ids: readonly string[]): Promise<readonly NumberedCreditNote[]>;
  /** Newest first. */
  listTimeline(tenantId: string, subscriptionId: string, page: PageRequest): Promise<Page<TimelineEntry>>;
  /**
   * The grants of a customer, of all subscriptions or one, of all features or one, ended ones of live time left out
   * (a grant of a sandbox subscription counts from that subscription's own time), and every subscription of the customer
   * that is overdue even if it has no grant: those come in `overdue`, to be brought up to date by `advance` in memory.
   */
  findGrants(
    tenantId: string,
    filter: { readonly customerId: string; readonly subscriptionId: string | null; readonly featureKey: string | null },
    now: Instant,
  ): Promise<{ readonly grants: readonly GrantRecord[]; readonly overdue: readonly SubscriptionRecord[] }>;
  /** Whether PostgreSQL answers. */
  ping(): Promise<void>;
}
