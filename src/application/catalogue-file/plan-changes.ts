import type { FormerPrices } from '../ports/catalogue.ts';
import type { CatalogueState } from '../../domain/catalogue/model/catalogue.ts';
import type { Feature } from '../../domain/catalogue/model/feature.ts';
import type { Product } from '../../domain/catalogue/model/product.ts';
import type { VersionChange } from '../../domain/catalogue/versions/diff.ts';
import { sameValue } from '../../domain/catalogue/model/same-value.ts';
import type { Issue } from '../../domain/refusal.ts';
import { quoted } from '../../domain/refusals/words.ts';
import { newId } from '../new-id.ts';
import type { ChangeRow } from './change-row.ts';
import { planOffering, type PlannedOffering } from './plan-offering.ts';
import { flatMapYielding } from '../yielding.ts';
import type { FeatureEntry, StatedCatalogue } from './stated-catalogue.ts';

/** A feature or product before and after an import. */
interface Planned<T> {
  readonly row: ChangeRow;
  readonly after: T;
  readonly issues: readonly Issue[];
}

/** The changes of an import, one per entry of the file, in the order of their application. */
export interface PlannedChanges {
  readonly features: readonly Planned<Feature>[];
  readonly products: readonly Planned<Product>[];
  readonly offerings: readonly PlannedOffering[];
  /** Issues of single entries, with pointers into the file. */
  readonly issues: readonly Issue[];
}

/** Compares a file with the catalogue. Pure except for new ids. What the file does not name stays unchanged. */
export async function planChanges(
  current: CatalogueState,
  { stated, former }: { readonly stated: StatedCatalogue; readonly former: FormerPrices },
): Promise<PlannedChanges> {
  const known = {
    features: new Map(current.features.map((feature) => [feature.key, feature])),
    products: new Map(current.products.map((product) => [product.key, product])),
    offerings: new Map(current.offerings.map((offering) => [nameOf(offering), offering])),
  };
  const features = stated.features.map((entry) => planFeature(known.features.get(entry.feature.key) ?? null, entry));
  const products = stated.products.map((product) => planProduct(known.products.get(product.key) ?? null, product));
  const offerings = await flatMapYielding(stated.offerings, (entry) => {
    const before = known.offerings.get(nameOf(entry.stated)) ?? null;
    return [planOffering(before, { entry, former: former.get(before?.id ?? '') ?? [] })];
  });
  const issues = [
    ...repeatedKeys(stated.features.map(({ pointer, feature }) => ({ pointer, name: `feature ${feature.key}` }))),
    ...repeatedKeys(stated.products.map(({ key }, index) => ({ pointer: `/products/${index}`, name: `product ${key}` }))),
    ...repeatedKeys(stated.offerings.map((entry) => ({ pointer: entry.pointer, name: nameOf(entry.stated) }))),
    ...[...features, ...products, ...offerings].flatMap((planned) => planned.issues),
  ];
  return { features, products, offerings, issues };
}

/** The kind and key of an offering; keys are unique per kind. */
export const nameOf = ({ kind, key }: { readonly kind: string; readonly key: string }): string => `${kind} ${key}`;

function planFeature(before: Feature | null, { pointer, feature }: FeatureEntry): Planned<Feature> {
  const stated = { ...feature, id: newId('feat'), revision: 1 };
  const head = { kind: 'feature', key: feature.key } as const;
  if (before === null) return { row: { ...head, action: 'create', changes: [] }, after: stated, issues: [] };
  const changes = textChanges(before, stated, ['name', 'unit']);
  const row: ChangeRow = { ...head, action: changes.length === 0 ? 'noChange' : 'update', changes };
  const { name, unit } = stated;
  const revision = before.revision + Math.min(changes.length, 1);
  return { row, after: { ...before, name, unit, revision }, issues: finalIssues(before, { stated, pointer }) };
}

/** Kind and meter of a feature are immutable: plans grant it and usage was counted by it. */
const finalIssues = (
  before: Feature,
  { stated, pointer }: { readonly stated: Feature; readonly pointer: string },
): readonly Issue[] =>
  (['kind', 'meter'] as const).flatMap((field) =>
    sameValue(before[field], stated[field])
      ? []
      : [
          {
            code: `feature_${field}_immutable`,
            pointer: `${pointer}/${field}`,
            detail: `The ${quoted(field)} of the feature ${quoted(before.key)} never changes: create another feature.`,
          },
        ],
  );

function planProduct(before: Product | null, product: StatedCatalogue['products'][number]): Planned<Product> {
  const stated = { ...product, id: newId('prod'), revision: 1 };
  const head = { kind: 'product', key: product.key } as const;
  if (before === null) return { row: { ...head, action: 'create', changes: [] }, after: stated, issues: [] };
  const changes = textChanges(before, stated, ['name', 'description']);
  const row: ChangeRow = { ...head, action: changes.length === 0 ? 'noChange' : 'update', changes };
  const { name, description } = stated;
  return { row, after: { ...before, name, description, revision: before.revision + Math.min(changes.length, 1) }, issues: [] };
}

const textChanges = <T>(from: T, to: T, fields: readonly (keyof T & string)[]): readonly VersionChange[] =>
  fields.flatMap((field) =>
    sameValue(from[field], to[field])
      ? []
      : [{ code: `${field}_changed`, pointer: `/${field}`, from: from[field], to: to[field], affects: 'inPlace' } as const],
  );

/** One issue for each entry that repeats an earlier key. */
function repeatedKeys(entries: readonly { readonly pointer: string; readonly name: string }[]): readonly Issue[] {
  const seen = new Set<string>();
  return entries.flatMap(({ pointer, name }) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    return isRepeated
      ? [{ code: 'duplicate_key', pointer: `${pointer}/key`, detail: `The file has the ${name} twice: leave one out.` }]
      : [];
  });
}
