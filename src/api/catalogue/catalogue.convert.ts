import type { CustomerInput, CustomerView } from '../../contracts/wire/catalogue/customer.ts';
import type { FeatureEdit, FeatureInput, FeatureView } from '../../contracts/wire/catalogue/feature.ts';
import type { ProductInput, ProductView } from '../../contracts/wire/catalogue/product.ts';
import type { FeatureChange } from '../../domain/catalogue/versions/change-feature.ts';
import { newId } from '../../application/new-id.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import type { Customer } from '../../domain/customer/customer.ts';

export const fromApiFeature = (input: FeatureInput, key: string): Feature => ({
  id: newId('feat'),
  key,
  name: input.name,
  kind: input.kind,
  unit: input.unit ?? null,
  meter: input.meter === undefined ? null : { ...input.meter, valueField: input.meter.valueField ?? null },
  revision: 1,
});

/** What was stated of a feature. */
export const fromApiFeatureEdit = ({ meter, ...edit }: FeatureEdit): FeatureChange => ({
  ...statedFields(edit),
  ...(meter === undefined ? {} : { meter: meter && { ...meter, valueField: meter.valueField ?? null } }),
});

/** What an edit names. */
type StatedFields<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that an edit names. */
export const statedFields = <T extends object>(edit: T): StatedFields<T> =>
  Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined)) as StatedFields<T>;

export const toApiFeature = ({ id, revision, key, name, kind, unit, meter }: Feature): FeatureView => ({
  id,
  revision,
  key,
  name,
  kind,
  unit,
  meter,
});

export const fromApiProduct = (input: ProductInput, key: string): Product => ({
  id: newId('prod'),
  key,
  name: input.name,
  description: input.description ?? null,
  revision: 1,
});

export const toApiProduct = ({ id, revision, key, name, description }: Product): ProductView => ({
  id,
  revision,
  key,
  name,
  description,
});

/** A customer without a zone of its own is billed in UTC (semantics row 36). */
export const fromApiCustomer = (input: CustomerInput): Customer => ({
  id: newId('cus'),
  key: input.key === undefined || input.key === '' ? null : input.key,
  name: input.name,
  email: input.email ?? null,
  currency: input.currency ?? null,
  timeZone: input.timeZone ?? 'UTC',
  accountType: input.accountType ?? null,
  revision: 1,
});

export const toApiCustomer = ({ id, revision, key, name, email, currency, timeZone, accountType }: Customer): CustomerView => ({
  id,
  revision,
  key,
  name,
  email,
  currency,
  timeZone,
  accountType,
});
