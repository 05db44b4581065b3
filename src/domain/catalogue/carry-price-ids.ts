import { accepted, type Issue, refused, type Result } from '../refusal.ts';
import type { PricePoint, RateCard } from './rate-card.ts';
import { sameValue } from './same-value.ts';

/**
 * The rate cards of a new draft with the ids of the prices that stay the same: a price whose terms are those of the newest version
 * keeps its id, however it is presented; one whose terms differ keeps the new id it came with, so that a pinned price stays told
 * apart. Under one key the pricing model never changes, nor the billing cycles (rules 2-12, 3-39, 3-41; semantics rows 19, 25):
 * refuses `pricing_model_immutable` or else `cycles_immutable`, with all issues of both.
 */
export function carryPriceIds(newest: readonly RateCard[], next: readonly RateCard[]): Result<readonly RateCard[]> {
  const known = new Map(newest.flatMap(({ prices }) => prices).map((price) => [price.key, price]));
  const issues = immutableIssues(known, next);
  if (issues.length > 0) {
    const code = issues.some((issue) => issue.code === 'pricing_model_immutable')
      ? 'pricing_model_immutable'
      : 'cycles_immutable';
    return refused(code, issues.map(({ detail }) => detail).join('; '), { issues });
  }
  return accepted(
    next.map((card) => ({ ...card, prices: card.prices.map((price) => withKnownId(price, known.get(price.key))) })),
  );
}

type KnownPrices = ReadonlyMap<string, PricePoint>;

const immutableIssues = (known: KnownPrices, cards: readonly RateCard[]): readonly Issue[] =>
  cards.flatMap((card, at) =>
    card.prices.flatMap((price, index) => {
      const before = known.get(price.key);
      return before === undefined ? [] : changedIssues(before, price, `/rateCards/${at}/prices/${index}`);
    }),
  );

function changedIssues(before: PricePoint, price: PricePoint, pointer: string): readonly Issue[] {
  const another = 'add a price with another key';
  const issues: Issue[] = [];
  if (price.model !== before.model) {
    const detail = `the price ${price.key} is ${before.model} and stays so: ${another}`;
    issues.push({ pointer: `${pointer}/model`, code: 'pricing_model_immutable', detail });
  }
  if (price.cycles !== before.cycles) {
    const detail = `the billing cycles of the price ${price.key} never change: ${another}`;
    issues.push({ pointer: `${pointer}/cycles`, code: 'cycles_immutable', detail });
  }
  return issues;
}

const withKnownId = (price: PricePoint, before: PricePoint | undefined): PricePoint =>
  before !== undefined && sameTerms(before, price) ? { ...price, id: before.id } : price;

/** Whether two prices charge alike; ids and presentation aside. */
export const sameTerms = (a: PricePoint, b: PricePoint): boolean =>
  sameValue({ ...a, id: '', presentation: null }, { ...b, id: '', presentation: null });
