import type { Customer } from '../../domain/customer/customer.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { Offering } from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import type { CustomerRow, FeatureRow, ProductRow } from '../schemas/catalogue.schema.ts';
import type { OfferingRow, OfferingVersionRow } from '../schemas/offering.schema.ts';
import { fromDbVersion } from './version.mapping.ts';

export const fromDbFeature = ({ id, key, name, kind, unit, meter, revision }: FeatureRow): Feature => ({
  id,
  key,
  name,
  kind,
  unit,
  meter,
  revision,
});

export const fromDbProduct = ({ id, key, name, description, revision }: ProductRow): Product => ({
  id,
  key,
  name,
  description,
  revision,
});

export const fromDbCustomer = (row: CustomerRow): Customer => {
  const { id, key, name, email, currency, timeZone, accountType, revision } = row;
  return { id, key, name, email, currency, timeZone, accountType, revision };
};

/** An offering from its row and the rows of its versions, at least the newest and the launched one. */
export function fromDbOffering(row: OfferingRow, versions: readonly OfferingVersionRow[]): Offering {
  const [newest] = versions.toSorted((a, b) => b.version - a.version);
  invariant(newest, 'an offering has a version');
  const launched = versions.find(({ status }) => status === 'launched');
  const { id, kind, key, productKey, archived, revision } = row;
  return {
    id,
    kind,
    key,
    productKey,
    archived,
    revision,
    latest: fromDbVersion(row, newest),
    launched: launched === undefined ? null : fromDbVersion(row, launched),
  };
}
