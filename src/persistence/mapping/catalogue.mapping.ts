import type { OfferingKind, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import type { CustomerRow, FeatureRow, ProductRow } from '../schemas/catalogue.schema.ts';
import type { OfferingRow, OfferingVersionRow } from '../schemas/offering.schema.ts';
import { fromDbVersion } from './version.mapping.ts';

export interface StoredFeature {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly kind: 'boolean' | 'metered' | 'static';
  readonly unit: { readonly singular: string; readonly plural: string } | null;
  readonly meter: { readonly aggregation: string; readonly eventType: string; readonly valueField: string | null } | null;
  readonly revision: number;
}

export interface StoredProduct {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
  readonly revision: number;
}

export interface StoredCustomer {
  readonly id: string;
  readonly key: string | null;
  readonly name: string;
  readonly email: string | null;
  readonly currency: string | null;
  readonly timeZone: string;
  readonly accountType: string | null;
  readonly revision: number;
}

/** An offering with its newest version and, if there is one, the version that is on sale. */
export interface StoredOffering {
  readonly id: string;
  readonly kind: OfferingKind;
  readonly key: string;
  readonly productKey: string;
  readonly archived: boolean;
  readonly revision: number;
  readonly latest: OfferingVersion;
  readonly launched: OfferingVersion | null;
}

export const fromDbFeature = ({ id, key, name, kind, unit, meter, revision }: FeatureRow): StoredFeature => ({
  id,
  key,
  name,
  kind,
  unit,
  meter,
  revision,
});

export const fromDbProduct = ({ id, key, name, description, revision }: ProductRow): StoredProduct => ({
  id,
  key,
  name,
  description,
  revision,
});

export const fromDbCustomer = (row: CustomerRow): StoredCustomer => {
  const { id, key, name, email, currency, timeZone, accountType, revision } = row;
  return { id, key, name, email, currency, timeZone, accountType, revision };
};

/** An offering from its row and those of all its versions or at least the newest and the launched one. */
export function fromDbOffering(row: OfferingRow, versions: readonly OfferingVersionRow[]): StoredOffering {
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
