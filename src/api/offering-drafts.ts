import type { RateCardInput } from '../contracts/wire/rate-card.ts';
import { customFieldIssues } from '../domain/catalogue/custom-fields.ts';
import { linkAddOn } from '../domain/catalogue/link.ts';
import type { BaseVersion, CustomFields, OfferingKind, OfferingVersion, PlanAddOn } from '../domain/catalogue/offering.ts';
import { accepted, type Issue, type Refusal, refused, type Result } from '../domain/refusal.ts';
import { fromApiFeature } from './convert/catalogue.ts';
import { insertKeyed } from './keyed-insert.ts';
import { newId } from './new-id.ts';
import type { CatalogueWrites, Offering } from './ports.ts';

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
interface Stated {
  readonly productKey?: string;
  readonly customFields?: CustomFields | undefined;
  readonly rateCards?: readonly RateCardInput[] | undefined;
}

/**
 * Creates the features that rate cards bring along (rule 0-10), and answers the cards with their keys. Refuses all of it where
 * the product does not exist, a custom field is not declared, or the key of a feature is taken.
 */
export async function prepareDraft<S extends Stated>(
  writes: CatalogueWrites,
  kind: OfferingKind,
  stated: S,
): Promise<Result<S>> {
  const issues: Issue[] = [];
  const { productKey, customFields, rateCards } = stated;
  if (productKey !== undefined && (await writes.findProduct(productKey)) === null)
    issues.push({ pointer: '/productKey', code: 'product_not_found', detail: `there is no product ${productKey}` });
  if (customFields !== undefined || productKey !== undefined)
    issues.push(...customFieldIssues(await writes.findCustomFields(kind), customFields ?? {}));
  if (issues.length > 0) return refused('invalid_offering', issues.map(({ detail }) => detail).join('; '), { issues });
  if (rateCards === undefined) return accepted(stated);
  const cards: RateCardInput[] = [];
  for (const [index, card] of rateCards.entries()) {
    const prepared = await createFeature(writes, card);
    if (!prepared.ok) return { ok: false, error: pointTo(prepared.error, `/rateCards/${index}/feature/key`) };
    cards.push(prepared.value);
  }
  return accepted({ ...stated, rateCards: cards });
}

async function createFeature(writes: CatalogueWrites, { feature, ...card }: RateCardInput): Promise<Result<RateCardInput>> {
  if (feature === undefined) return accepted(card);
  const created = await insertKeyed(feature, {
    make: (key) => fromApiFeature(feature, key),
    insert: (made) => writes.insertFeature(made),
  });
  return created.ok ? accepted({ ...card, featureKey: created.value.key }) : created;
}

/** Links add-ons to a draft, one by one. A refusal names the place of the link in `addOns`. */
export async function linkAll<V extends BaseVersion>(
  writes: CatalogueWrites,
  draft: V,
  links: readonly PlanAddOn[],
): Promise<Result<V>> {
  const launched = await writes.findLaunchedAddOns(links.map(({ addOnKey }) => addOnKey));
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
