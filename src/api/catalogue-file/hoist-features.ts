import type { CatalogueFile } from '../../contracts/wire/catalogue/catalogue-file.ts';
import type { RateCardInput } from '../../contracts/wire/catalogue/rate-card.ts';
import { deriveKey } from '../../domain/catalogue/model/derive-key.ts';
import { sameValue } from '../../domain/catalogue/model/same-value.ts';

type FileFeature = CatalogueFile['features'][number];

/** A feature of a file with its pointer, in the list of features or inline in a rate card. */
interface FeatureEntry {
  readonly pointer: string;
  readonly feature: FileFeature;
}

type WithCards = { readonly rateCards?: RateCardInput[] };

/** Replaces inline features by their keys and gives all features of the file. Equal features are listed once. */
export function hoistFeatures(file: CatalogueFile): {
  readonly file: CatalogueFile;
  readonly features: readonly FeatureEntry[];
} {
  const features: FeatureEntry[] = file.features.map((feature, index) => ({ pointer: `/features/${index}`, feature }));
  const known = new Map(features.map(({ feature }) => [feature.key, feature]));
  const hoist = (card: RateCardInput, pointer: string): RateCardInput => {
    if (card.feature === undefined) return card;
    const { feature: inline, ...rest } = card;
    const feature = { ...inline, key: inline.key || deriveKey(inline.name) };
    if (!sameValue(known.get(feature.key), feature)) features.push({ pointer: `${pointer}/feature`, feature });
    known.set(feature.key, feature);
    return { ...rest, featureKey: feature.key };
  };
  const hoistIn = <E extends WithCards>(entry: E, pointer: string): E => {
    if (entry.rateCards === undefined) return entry;
    return { ...entry, rateCards: entry.rateCards.map((card, at) => hoist(card, `${pointer}/rateCards/${at}`)) };
  };
  const hoistAll = <E extends WithCards>(entries: readonly E[], list: string): E[] =>
    entries.map((entry, index) => hoistIn(entry, `/${list}/${index}`));
  const hoisted = {
    ...file,
    addOns: hoistAll(file.addOns, 'addOns'),
    singlePurchases: hoistAll(file.singlePurchases, 'singlePurchases'),
    plans: hoistAll(file.plans, 'plans').map((plan, index) => {
      if (plan.phases === undefined) return plan;
      return { ...plan, phases: plan.phases.map((phase, at) => hoistIn(phase, `/plans/${index}/phases/${at}`)) };
    }),
  };
  return { file: hoisted, features };
}
