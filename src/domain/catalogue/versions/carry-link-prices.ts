import { accepted, type Result } from '../../refusal.ts';
import { immutabilityIssues, refuseImmutable, type FormerPrice } from './carry-price-ids.ts';
import type { LinkPrice, OfferingVersion, PlanAddOn } from '../model/offering.ts';
import { editableFields } from '../model/rate-card.ts';
import { sameTerms } from '../model/same-terms.ts';

/** All links of some versions of one offering. */
export const linksIn = (versions: readonly (OfferingVersion | null)[]): readonly PlanAddOn[] =>
  versions.flatMap((version) => (version === null || version.kind === 'addOn' ? [] : version.addOns));

/** The current and former prices of the links of an offering. */
export interface LinkPriceHistory {
  /** The links of the version on sale and of the newest one, in order. */
  readonly known: readonly PlanAddOn[];
  /** The last price under each key that these links lack, from all versions of the offering; see `returningPriceKeys`. */
  readonly former: readonly FormerPrice[];
}

/**
 * Gives unchanged prices of a link their former ids, as `carryPriceIds` does for rate cards. Refuses `pricing_model_immutable` or
 * else `cycles_immutable` if the model or the cycles under a key change, even if the key was left out in between or was one of the
 * base itself (rules 2-12, 3-39, 3-41). Pointers are into the link.
 * @rule 2-12, 3-17, 3-39
 */
export function carryLinkPrices({ known, former }: LinkPriceHistory, link: PlanAddOn): Result<PlanAddOn> {
  const byKey = Map.groupBy([...former, ...known.flatMap(linkedPrices)], ({ price }) => price.key);
  const prices = link.prices.map((linkPrice) => ({ linkPrice, before: byKey.get(linkPrice.price.key) ?? [] }));
  const issues = prices.flatMap(({ linkPrice: { price }, before }, index) =>
    before.slice(-1).flatMap((last) => immutabilityIssues(last.price, price, `/prices/${index}`)),
  );
  if (issues.length > 0) return refuseImmutable(issues);
  return accepted({ ...link, prices: prices.map(({ linkPrice, before }) => withKnownId(linkPrice, before)) });
}

/** `carryLinkPrices` for all links of a draft. Pointers are into the draft. */
export function carryAllLinkPrices(history: LinkPriceHistory, links: readonly PlanAddOn[]): Result<readonly PlanAddOn[]> {
  const carried = links.map((link) => carryLinkPrices(history, link));
  const issues = carried.flatMap((each, index) =>
    each.ok ? [] : (each.error.issues ?? []).map((issue) => ({ ...issue, pointer: `/addOns/${index}${issue.pointer}` })),
  );
  if (issues.length > 0) return refuseImmutable(issues);
  return accepted(carried.flatMap((each) => (each.ok ? [each.value] : [])));
}

const linkedPrices = ({ prices }: PlanAddOn): readonly FormerPrice[] =>
  prices.map(({ rateCardKey, price }) => ({ price, linkedCardKey: rateCardKey }));

function withKnownId(linkPrice: LinkPrice, before: readonly FormerPrice[]): LinkPrice {
  const same = before.find(
    ({ linkedCardKey, price }) => linkedCardKey === linkPrice.rateCardKey && sameTerms(price, linkPrice.price),
  );
  return same === undefined ? linkPrice : { ...linkPrice, price: { ...same.price, ...editableFields(linkPrice.price) } };
}
