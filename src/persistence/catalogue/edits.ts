import type { Customer } from '../../domain/customer/customer.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import { LockMode } from '@mikro-orm/core';
import { invariant } from '../../domain/invariant.ts';
import type { CustomerUse } from '../../domain/customer/change-customer.ts';
import { holdCatalogue, type sharedCatalogue } from './catalogue-lock.ts';
import { countEdition } from './edition.ts';
import type { FactSource } from '../subscription/facts.ts';
import { fromDbCustomer, fromDbFeature, fromDbProduct } from '../mapping/catalogue.mapping.ts';
import { CustomerSchema, FeatureSchema, ProductSchema } from '../schemas/catalogue.schema.ts';

/** Edits of features, products and customers in the open transaction. Each is locked, changed and written. */
export const editWrites = (source: FactSource, share: ReturnType<typeof sharedCatalogue>) => ({
  ...featureEdits(source, share),
  ...productEdits(source, share),
  ...customerEdits(source),
});

const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;

function featureEdits(source: FactSource, share: ReturnType<typeof sharedCatalogue>) {
  const { em, tenantId } = source;
  return {
    /** Locks the feature, beside other writes to the catalogue or, as long as nothing may be launched with it, alone. */
    async lockFeature(key: string, beside: 'others' | 'nobody'): Promise<Feature | null> {
      await (beside === 'others' ? share() : holdCatalogue(source));
      const row = await em.findOne(FeatureSchema, { tenantId, key }, locked);
      return row === null ? null : fromDbFeature(row);
    },

    /** Whether any version that is or was on sale grants a feature, or charges by its usage. */
    async isFeatureLaunched(key: string): Promise<boolean> {
      const [found] = await em.execute<{ launched: boolean }[]>(selectFeatureUse, [
        tenantId,
        grantedFeature,
        usedFeature,
        JSON.stringify({ key }),
      ]);
      invariant(found, 'a statement without a table gives one row');
      return found.launched;
    },

    /** Writes the feature, counts its revision up, and lets every process know: the names of units are part of what is sold. */
    async saveFeature(feature: Feature): Promise<Feature> {
      const { id, name, kind, unit, meter, revision } = feature;
      const written = { name, kind, unit, meter, revision: revision + 1 };
      const saved = await em.nativeUpdate(FeatureSchema, { tenantId, id, revision }, written);
      invariant(saved === 1, `${id} is locked at revision ${revision}`);
      await countEdition(source);
      return { ...feature, revision: revision + 1 };
    },
  };
}

/** Where a version names features: what its rate cards grant, and by whose usage its prices go, those of its links too. */
const grantedFeature = '$.rateCards[*].featureKey ? (@ == $key)';
const usedFeature = '$.**.usageOf ? (@ == $key)';

// The paths are parameters, for a question mark in a statement would be one.
const selectFeatureUse = `
  select exists (
    select from offering_version v
    where v.tenant_id = ? and v.status <> 'draft'
      and (jsonb_path_exists(v.content, ?::jsonpath, named.vars)
        or jsonb_path_exists(v.content, ?::jsonpath, named.vars))) as launched
  from (select ?::jsonb as vars) named`;

function productEdits({ em, tenantId }: FactSource, share: ReturnType<typeof sharedCatalogue>) {
  return {
    async lockProduct(key: string): Promise<Product | null> {
      await share();
      const row = await em.findOne(ProductSchema, { tenantId, key }, locked);
      return row === null ? null : fromDbProduct(row);
    },

    /** Writes the product and counts its revision up. */
    async saveProduct(product: Product): Promise<Product> {
      const { id, name, description, revision } = product;
      const written = { name, description, revision: revision + 1 };
      const saved = await em.nativeUpdate(ProductSchema, { tenantId, id, revision }, written);
      invariant(saved === 1, `${id} is locked at revision ${revision}`);
      return { ...product, revision: revision + 1 };
    },
  };
}

function customerEdits({ em, tenantId }: FactSource) {
  return {
    /** By id, or by key where no customer has this id. */
    async lockCustomer(idOrKey: string): Promise<Customer | null> {
      const named = { tenantId, $or: [{ id: idOrKey }, { key: idOrKey }] };
      const rows = await em.find(CustomerSchema, named, locked);
      const row = rows.find(({ id }) => id === idOrKey) ?? rows[0];
      return row === undefined ? null : fromDbCustomer(row);
    },

    /** Whether the customer has subscriptions; one that is created at this moment is not seen. */
    async findCustomerUse(customerId: string): Promise<CustomerUse> {
      const [found] = await em.execute<{ use: CustomerUse }[]>(selectCustomerUse, [tenantId, customerId]);
      invariant(found, 'an aggregate gives one row');
      return found.use;
    },

    /** Writes the customer and counts its revision up. */
    async saveCustomer(customer: Customer): Promise<Customer> {
      const { id, name, email, currency, timeZone, accountType, revision } = customer;
      const written = { name, email, currency, timeZone, accountType, revision: revision + 1 };
      const saved = await em.nativeUpdate(CustomerSchema, { tenantId, id, revision }, written);
      invariant(saved === 1, `${id} is locked at revision ${revision}`);
      return { ...customer, revision: revision + 1 };
    },
  };
}

const selectCustomerUse = `
  select case
      when bool_or(s.status not in ('canceled', 'expired')) then 'running'
      when count(*) > 0 then 'ended' else 'none' end as use
  from subscription s where s.tenant_id = ? and s.customer_id = ?`;
