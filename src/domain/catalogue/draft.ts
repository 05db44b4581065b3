import { accepted, refused, type Result } from '../refusal.ts';
import { placedCards } from './card-places.ts';
import { carryPriceIds, type PriceHistory } from './carry-price-ids.ts';
import type { AddOnVersion, OfferingPresentation, OfferingVersion, PlanVersion, SinglePurchaseVersion } from './offering.ts';

type Contents = keyof OfferingPresentation | 'policies' | 'rateCards';
type Own = 'id' | 'productKey' | 'key';

/** What a plan version says; its add-ons are linked one by one. */
export type PlanContents = Pick<PlanVersion, Contents | 'trialDays' | 'phases'>;
export type AddOnContents = Pick<AddOnVersion, Contents | 'instance' | 'visibility' | 'restrictions'>;
export type SinglePurchaseContents = Pick<SinglePurchaseVersion, Contents>;

const firstDraft = { version: 1, status: 'draft' } as const;

/** The first version of a plan, a draft without add-ons. `id` is that of the version. */
export const draftPlan = (own: Pick<PlanVersion, Own>, contents: PlanContents): PlanVersion => ({
  ...own,
  ...contents,
  ...firstDraft,
  kind: 'plan',
  addOns: [],
});

/** The first version of an add-on, a draft. */
export const draftAddOn = (own: Pick<AddOnVersion, Own>, contents: AddOnContents): AddOnVersion => ({
  ...own,
  ...contents,
  ...firstDraft,
  kind: 'addOn',
});

/** The first version of a single purchase, a draft without add-ons. */
export const draftSinglePurchase = (
  own: Pick<SinglePurchaseVersion, Own>,
  contents: SinglePurchaseContents,
): SinglePurchaseVersion => ({ ...own, ...contents, ...firstDraft, kind: 'singlePurchase', addOns: [] });

/**
 * A new draft from the newest version, with changes (rule 0-34). What is not changed is carried over: prices whose terms stay keep
 * their ids, those of `former` that come back get theirs again, and a base keeps its links. Refuses `draft_exists` while the newest
 * version is itself a draft, and `pricing_model_immutable` or `cycles_immutable` with issues when a price would become another.
 */
export function nextDraft<V extends OfferingVersion>(
  newest: V,
  { id, changes, former }: { readonly id: string; readonly changes: Partial<V> } & Pick<PriceHistory, 'former'>,
): Result<V> {
  if (newest.status === 'draft')
    return refused('draft_exists', `version ${newest.version} of ${newest.key} is a draft: launch it before making another`);
  const rateCards = carryPriceIds({ newest: newest.rateCards, former }, placedCards({ ...newest, ...changes }));
  if (!rateCards.ok) return rateCards;
  return accepted({ ...newest, ...changes, rateCards: rateCards.value, id, version: newest.version + 1, status: 'draft' });
}
