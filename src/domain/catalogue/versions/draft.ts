import type { VersionId } from '../../ids.ts';
import { accepted, type Result } from '../../refusal.ts';
import { draftExists, draftIsFirst, noDraft } from '../../refusals/versions.ts';
import { placedCards } from '../model/card-places.ts';
import { carryFromVersions, carryPriceIds, type PriceHistory } from './carry-price-ids.ts';
import type {
  AddOnVersion,
  OfferingPresentation,
  OfferingVersion,
  PlanVersion,
  SinglePurchaseVersion,
} from '../model/offering.ts';

type Contents = keyof OfferingPresentation | 'policies' | 'rateCards';
type Own = 'id' | 'productKey' | 'key';

/** The content of a plan version; its add-ons are linked separately. */
export type PlanContents = Pick<PlanVersion, Contents | 'trialDays' | 'phases'>;
/** The content of an add-on version. */
export type AddOnContents = Pick<AddOnVersion, Contents | 'instance' | 'visibility' | 'restrictions'>;
/** The content of a version of a single purchase; its add-ons are linked separately. */
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

/** The first version of an add-on, a draft. @rule 0-9 */
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
 * Creates a draft from the newest version, with changes (rule 0-34). Prices with unchanged terms keep their ids, prices of `former`
 * that return get theirs again, and a base keeps its links. Refuses `draft_exists` if the newest version is a draft, and
 * `pricing_model_immutable` or `cycles_immutable` with issues if the model or the cycles under a key change.
 * @rule 0-34, 1-2
 */
export function nextDraft<V extends OfferingVersion>(
  newest: V,
  { id, changes, former }: { readonly id: VersionId; readonly changes: Partial<V> } & Pick<PriceHistory, 'former'>,
): Result<V> {
  if (newest.status === 'draft') return draftExists(newest);
  const rateCards = carryPriceIds({ newest: newest.rateCards, former }, placedCards({ ...newest, ...changes }));
  if (!rateCards.ok) return rateCards;
  return accepted({ ...newest, ...changes, rateCards: rateCards.value, id, version: newest.version + 1, status: 'draft' });
}

/** An offering whose draft is replaced. */
interface Replaced<V extends OfferingVersion> {
  readonly latest: V;
  readonly launched: V | null;
}

/**
 * Replaces the contents of the draft, or creates the next draft if there is none. Refuses like `nextDraft` if the model or the
 * cycles under a key change, compared with the draft and with launched versions (semantics row 19: final once saved). A price with
 * the terms that its key has on sale gets the id from there.
 */
export function replaceDraft<V extends OfferingVersion>(
  { latest, launched }: Replaced<V>,
  { id, contents, former }: { readonly id: VersionId; readonly contents: Partial<V> } & Pick<PriceHistory, 'former'>,
): Result<V> {
  if (latest.status !== 'draft') return nextDraft(latest, { id, changes: contents, former });
  const next = { ...latest, ...contents };
  const rateCards = carryFromVersions({ latest, launched, former }, next);
  return rateCards.ok ? accepted({ ...next, rateCards: rateCards.value }) : rateCards;
}

/**
 * Checks whether the draft may be discarded, and returns the version on sale, which becomes the newest again. Refuses `no_draft`,
 * and `draft_is_first` if the offering was never launched.
 */
export function checkDiscard<V extends OfferingVersion>({ latest, launched }: Replaced<V>): Result<V> {
  if (latest.status !== 'draft') return noDraft(latest);
  if (launched === null) return draftIsFirst(latest);
  return accepted(launched);
}
