import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { Offering } from '../../domain/catalogue/model/offering.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import { exportVersion, nonNullFields, type VersionForm } from '../catalogue/stated-form.ts';

export type FileOffering = VersionForm & { readonly key: string };

/** A catalogue as an input of `catalogueFile`. */
export interface ExportedFile {
  readonly features: readonly object[];
  readonly products: readonly object[];
  readonly addOns: readonly FileOffering[];
  readonly singlePurchases: readonly FileOffering[];
  readonly plans: readonly FileOffering[];
}

/**
 * The catalogue as a file, with the launched version of each offering, or the newest if none was launched. Importing it into the same
 * catalogue changes nothing.
 */
export function exportFile({ features, products, offerings }: CatalogueState): ExportedFile {
  const exported = (kind: Offering['kind']) => offerings.filter((offering) => offering.kind === kind).map(exportOffering);
  return {
    features: features.map(exportFeature),
    products: products.map(exportProduct),
    addOns: exported('addOn'),
    singlePurchases: exported('singlePurchase'),
    plans: exported('plan'),
  };
}

const exportFeature = ({ key, name, kind, unit, meter }: Feature): object =>
  nonNullFields({ key, name, kind, unit, meter: meter && nonNullFields(meter) });

const exportProduct = ({ key, name, description }: Product): object => nonNullFields({ key, name, description });

function exportOffering({ latest, launched, archived }: Offering): FileOffering {
  const version = launched ?? latest;
  return {
    key: version.key,
    productKey: version.productKey,
    ...(launched === null ? { launch: false } : {}),
    ...(archived ? { archived: true } : {}),
    ...exportVersion(version),
  };
}
