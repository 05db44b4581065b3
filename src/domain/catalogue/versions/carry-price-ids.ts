import { accepted, type Issue, type Refused, type Result } from '../../refusal.ts';
import { cyclesImmutable, pricingModelImmutable } from '../../refusals/prices.ts';
import { quoted } from '../../refusals/words.ts';
import { type PlacedCard, placedCards } from '../model/card-places.ts';
import type { OfferingVersion } from '../model/offering.ts';
import { editableFields, type PricePoint, type RateCard } from '../model/rate-card.ts';
import { sameTerms } from '../model/same-terms.ts';

/** A former price of an offering. */
export interface FormerPrice {
  readonly price: PricePoint;
  /** For a price of a link, its rate card of the add-on; null for a price of the offering itself. */
  readonly linkedCardKey: string | null;
}

/** The current and former prices of an offering. */
export interface PriceHistory {
  /** The rate cards of the newest version. */
  readonly newest: readonly RateCard[];
  /** The last price under each key that the newest version lacks, from earlier versions; see `returningPriceKeys`. */
  readonly former: readonly FormerPrice[];
}

/**
 * Gives unchanged prices of a new draft their former ids: a price with the last terms of its key gets the id of that price; one with
 * other terms keeps its new id, so that a pinned price stays distinct. Editable fields do not count. Refuses
 * `pricing_model_immutable` or else `cycles_immutable`, with the issues of both, if the model or the billing cycles under a key
 * change, even if the key was left out in between (rules 2-12, 3-39, 3-41; semantics rows 19, 25).
 * @rule 2-12, 3-17, 3-39
 */
export function carryPriceIds({ newest, former }: PriceHistory, next: readonly PlacedCard[]): Result<readonly RateCard[]> {
  const known = new Map([...former, ...ownPrices(newest)].map((before) => [before.price.key, before]));
  const issues = immutableIssues(known, next);
  if (issues.length > 0) return refuseImmutable(issues);
  return accepted(
    next.map(({ card }) => ({ ...card, prices: card.prices.map((price) => withKnownId(price, known.get(price.key))) })),
  );
}

/** The versions with which the prices of a new one are compared. */
interface CarriedFrom extends Pick<PriceHistory, 'former'> {
  readonly latest: OfferingVersion;
  readonly launched: OfferingVersion | null;
}

/**
 * `carryPriceIds` for a version that replaces a draft. A price with the terms that its key has on sale gets the id from there,
 * whatever the draft had in between.
 */
export function carryFromVersions(
  { latest, launched, former }: CarriedFrom,
  next: OfferingVersion,
): Result<readonly RateCard[]> {
  const carried = carryPriceIds({ newest: latest.rateCards, former }, placedCards(next));
  if (!carried.ok || launched === null || launched.id === latest.id) return carried;
  return carryPriceIds({ newest: launched.rateCards, former: [] }, placedCards({ ...next, rateCards: carried.value }));
}

const ownPrices = (cards: readonly RateCard[]): readonly FormerPrice[] =>
  cards.flatMap(({ prices }) => prices.map((price) => ({ price, linkedCardKey: null })));

type KnownPrices = ReadonlyMap<string, FormerPrice>;

const immutableIssues = (known: KnownPrices, cards: readonly PlacedCard[]): readonly Issue[] =>
  cards.flatMap(({ card, pointer }) =>
    card.prices.flatMap((price, index) => {
      const before = known.get(price.key);
      return before === undefined ? [] : immutabilityIssues(before.price, price, `${pointer}/prices/${index}`);
    }),
  );

/** The issues of a price whose model or cycles differ under its key; `pointer` is to the price. @rule 2-12, 3-39, 3-41 */
export function immutabilityIssues(before: PricePoint, price: PricePoint, pointer: string): readonly Issue[] {
  const another = 'add a price with another key.';
  const issues: Issue[] = [];
  if (price.model !== before.model) {
    const detail = `The model of the price ${quoted(price.key)} is ${quoted(before.model)} and never changes: ${another}`;
    issues.push({ pointer: `${pointer}/model`, code: 'pricing_model_immutable', detail });
  }
  if (price.cycles !== before.cycles) {
    const detail = `The billing cycles of the price ${quoted(price.key)} never change: ${another}`;
    issues.push({ pointer: `${pointer}/cycles`, code: 'cycles_immutable', detail });
  }
  return issues;
}

/** Refuses `pricing_model_immutable` if an issue has that code, else `cycles_immutable`, with all issues. */
export const refuseImmutable = (issues: readonly Issue[]): Refused =>
  issues.some(({ code }) => code === 'pricing_model_immutable') ? pricingModelImmutable(issues) : cyclesImmutable(issues);

/** An unchanged price is written as before, so that a purchase and the version on sale show the same text. */
const withKnownId = (price: PricePoint, before: FormerPrice | undefined): PricePoint =>
  before?.linkedCardKey === null && sameTerms(before.price, price) ? { ...before.price, ...editableFields(price) } : price;
