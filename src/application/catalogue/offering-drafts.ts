import type { LinkInput, PhaseInput } from '../../contracts/wire/catalogue/offering.ts';
import type { RateCardInput } from '../../contracts/wire/catalogue/rate-card.ts';
import { linksIn } from '../../domain/catalogue/versions/carry-link-prices.ts';
import { customFieldIssues } from '../../domain/catalogue/model/custom-fields.ts';
import { linkAddOn, type NewLink } from '../../domain/catalogue/versions/link.ts';
import type {
  BaseVersion,
  CustomFields,
  Offering,
  OfferingKind,
  OfferingVersion,
  PlanAddOn,
} from '../../domain/catalogue/model/offering.ts';
import { accepted, type Issue, type Refusal, refused, type Result } from '../../domain/refusal.ts';
import { fromApiLink } from '../../api/catalogue/offering.convert.ts';
import { createInlineFeatures, nameFeature, type StatedCard } from './inline-features.ts';
import { newId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';

/** A new offering around its first draft. */
export const newOffering = (draft: OfferingVersion): Offering => ({
  id: newId('off'),
  kind: draft.kind,
  key: draft.key,
  productKey: draft.productKey,
  archived: false,
  revision: 1,
  latest: draft,
  launched: null,
});

/** What a new offering or draft says that other things of the tenant must bear out. */
interface Stated extends Cards {
  readonly productKey?: string;
  readonly customFields?: CustomFields | undefined;
  readonly phases?: readonly PhaseInput[] | undefined;
}

/**
 * Creates the features that rate cards bring along (rule 0-10), and answers the cards with their keys. Refuses all of it where
 * the product does not exist, a custom field is not declared, or the key of a feature is taken.
 * @rule 0-4, 3-4
 */
export async function prepareDraft<S extends Stated>(
  writes: CatalogueWrites,
  kind: OfferingKind,
  stated: S,
): Promise<Result<S>> {
  const issues: Issue[] = [];
  const { productKey, customFields } = stated;
  if (productKey !== undefined && (await writes.findProduct(productKey)) === null)
    issues.push({ pointer: '/productKey', code: 'product_not_found', detail: `there is no product ${productKey}` });
  if (customFields !== undefined || productKey !== undefined)
    issues.push(...customFieldIssues(await writes.findCustomFields(kind), customFields ?? {}));
  if (issues.length > 0) return refused('invalid_offering', issues.map(({ detail }) => detail).join('; '), { issues });
  const keys = await createInlineFeatures(writes, statedCards(stated));
  if (!keys.ok) return keys;
  const named = <C extends Cards>(cards: C): C => {
    if (cards.rateCards === undefined) return cards;
    return { ...cards, rateCards: cards.rateCards.map((card) => nameFeature(card, keys.value.get(card))) };
  };
  return accepted({ ...named(stated), ...(stated.phases === undefined ? {} : { phases: stated.phases.map(named) }) });
}

/** What has rate cards, or leaves them as they are. */
interface Cards {
  readonly rateCards?: readonly RateCardInput[] | undefined;
}

const statedCards = ({ rateCards, phases = [] }: Stated): readonly StatedCard[] => [
  ...cardsBelow('', { rateCards }),
  ...phases.flatMap((phase, index) => cardsBelow(`/phases/${index}`, phase)),
];

const cardsBelow = (pointer: string, { rateCards = [] }: Cards): readonly StatedCard[] =>
  rateCards.map((card, index) => ({ card, pointer: `${pointer}/rateCards/${index}` }));

/** The links that are stated, as they go into a draft. */
export const statedLinks = ({ addOns }: { readonly addOns?: readonly LinkInput[] | undefined }): readonly PlanAddOn[] =>
  (addOns ?? []).map(fromApiLink);

/** The links of the versions that are on sale and newest. */
export const knownLinks = ({ launched, latest }: Offering): readonly PlanAddOn[] => linksIn([launched, latest]);

/** The add-ons that links name, held as they are. Taken before features are made, as by whoever changes one of these add-ons. */
export const findLinked = (writes: CatalogueWrites, links: readonly PlanAddOn[]): Promise<readonly LaunchedAddOn[]> =>
  writes.findLaunchedAddOns(links.map(({ addOnKey }) => addOnKey));

export type LaunchedAddOn = NonNullable<NewLink['addOn']>;

/** Links add-ons to a draft, one by one. `launched` are those on sale. A refusal names the place of the link in `addOns`. */
export function linkAll<V extends BaseVersion>(
  draft: V,
  { links, launched }: { readonly links: readonly PlanAddOn[]; readonly launched: readonly LaunchedAddOn[] },
): Result<V> {
  let linked: Result<V> = accepted(draft);
  for (const [index, link] of links.entries()) {
    if (!linked.ok) return linked;
    const addOn = launched.find(({ version }) => version.key === link.addOnKey) ?? null;
    linked = linkAddOn(linked.value, { link, addOn, lock: 'onPublish' });
    if (!linked.ok) linked = { ok: false, error: pointTo(linked.error, `/addOns/${index}/addOnKey`) };
  }
  return linked;
}

const pointTo = (error: Refusal, pointer: string): Refusal => ({
  ...error,
  issues: [{ pointer, code: error.code, detail: error.message }],
});
