import type { PolicySettings } from '../../policy/policy.ts';
import { accepted, type Result } from '../../refusal.ts';
import { priceNotChargeable, priceNotFound } from '../../refusals/prices.ts';
import { type Cadence, sameCadence } from '../../time/cadence.ts';
import { isBuyableTogether, pricedCards } from '../../catalogue/sale/buyable.ts';
import { isChargeable } from '../../catalogue/model/chargeability.ts';
import { policySourcesOfLink } from '../../catalogue/model/linked-add-on.ts';
import { applyLinkPrices } from '../../catalogue/model/link-prices.ts';
import type { AddOnVersion, BaseVersion, OfferingVersion, PlanAddOn } from '../../catalogue/model/offering.ts';
import type { PricePoint, RateCard } from '../../catalogue/model/rate-card.ts';
import { describePair } from '../../catalogue/model/price-lookup.ts';
import { isOnSale, type SalePair, salePairs } from '../../catalogue/model/sale-pairs.ts';
import { blockingTrialPolicy, type Buyer, buyingActor, mayBuy } from './may-buy.ts';

/** A price for sale and its rate card. */
export interface OfferedPrice {
  readonly rateCardKey: string;
  /** The phase of the plan in which it is charged; null for all phases. */
  readonly phase: string | null;
  readonly price: PricePoint;
}

/** A version for sale with its prices; one-time prices are for sale at every cadence (semantics row 9). */
export interface Offered<V extends OfferingVersion> {
  readonly version: V;
  /** The cadences of the base at which it can be bought; empty if nothing of the base recurs. */
  readonly cadences: readonly Cadence[];
  readonly prices: readonly OfferedPrice[];
}

export interface OfferedAddOn extends Offered<AddOnVersion> {
  readonly link: PlanAddOn;
  /** Whether the buyer may buy it in the trial of the plan (semantics rows 13, 14). */
  readonly availableInTrial: boolean;
}

export interface CustomerOffer {
  readonly base: Offered<BaseVersion>;
  readonly addOns: readonly OfferedAddOn[];
}

export interface OfferRequest {
  /** The version on sale. */
  readonly base: BaseVersion;
  /** The versions on sale of the add-ons that the base links to. */
  readonly addOns: readonly AddOnVersion[];
  readonly buyer: Buyer;
  readonly currency: string;
  /** The cadence of the base; null for all. */
  readonly cadence: Cadence | null;
  readonly tenantPolicies: PolicySettings;
}

/**
 * What a buyer may buy now: the base and its linked add-ons, in the order of the links. All mandatory add-ons are included. An
 * optional one is included if the buyer may see it (row 39), no restriction excludes the buyer (rule 4-19), and it or its link has a
 * price for a cadence of the base. Archived add-ons are for sale until they are unlinked (rule 0-37), archived prices are not. Prices
 * that cannot be charged yet are left out, as are those that need the cadence policies `divides` or `independent` (ADR 0052). Refuses
 * `price_not_found` if the base has no price in the currency and cadence, and `price_not_chargeable` if that price, or one of a
 * mandatory add-on, cannot be charged yet.
 */
export function customerOffer(request: OfferRequest): Result<CustomerOffer> {
  const { base, addOns, currency, cadence } = request;
  const pairs = salePairs(base).filter((pair) => pair.currency === currency && isRequestedCadence(pair, cadence));
  const wanted = cadence === null ? currency : describePair({ currency, cadence });
  if (pairs.length === 0) {
    return priceNotFound({ offeringKey: base.key, wanted });
  }
  const linked = base.addOns.flatMap((link) => {
    const addOn = addOns.find(({ key }) => key === link.addOnKey);
    return addOn === undefined ? [] : [{ link, version: applyLinkPrices(addOn, link) }];
  });
  const mandatory = linked.flatMap(({ link, version }) => (link.requirement === 'mandatory' ? pricedCards(version) : []));
  const buyable = pairs.filter((pair) => isBuyableTogether([...pricedCards(base), ...mandatory], pair));
  if (buyable.length === 0) return priceNotChargeable({ offeringKey: base.key, wanted });
  return accepted({
    base: offerIn(base, { currency, pairs: buyable }),
    addOns: linked.flatMap((each) => offerAddOn(request, { ...each, pairs: buyable, mandatory })),
  });
}

const isRequestedCadence = (pair: SalePair, asked: Cadence | null): boolean =>
  asked === null || pair.cadence === 'oneTime' || sameCadence(pair.cadence, asked);

interface OfferedLink {
  readonly link: PlanAddOn;
  /** The add-on as it is sold through the link. */
  readonly version: AddOnVersion;
  readonly pairs: readonly SalePair[];
  /** The rate cards of the base and its mandatory add-ons. */
  readonly mandatory: readonly RateCard[];
}

function offerAddOn(
  { base, buyer, currency, tenantPolicies }: OfferRequest,
  { link, version, pairs, mandatory }: OfferedLink,
): readonly OfferedAddOn[] {
  const { requirement } = link;
  const fitting = pairs.filter((pair) => isBuyableTogether([...mandatory, ...pricedCards(version)], pair));
  const actor = buyingActor(requirement, buyer.actor);
  const isForSale = mayBuy({ base, addOn: version, link }, { ...buyer, actor }).ok && fitting.length > 0;
  if (requirement === 'optional' && !isForSale) return [];
  const sources = policySourcesOfLink({ base, link, addOn: version }, tenantPolicies);
  const availableInTrial = blockingTrialPolicy(sources, { requirement, actor: buyer.actor }) === null;
  return [{ ...offerIn(version, { currency, pairs: fitting }), link, availableInTrial }];
}

function offerIn<V extends OfferingVersion>(
  version: V,
  { currency, pairs }: { readonly currency: string; readonly pairs: readonly SalePair[] },
): Offered<V> {
  const isFor = ({ cadence }: PricePoint): boolean =>
    cadence === 'oneTime' || pairs.some((pair) => pair.cadence === 'oneTime' || sameCadence(pair.cadence, cadence));
  const prices = version.rateCards.flatMap((card) =>
    card.prices
      .filter((price) => isOnSale(price) && isChargeable(price) && price.currency === currency && isFor(price))
      .map((price) => ({ rateCardKey: card.key, phase: card.phase, price })),
  );
  return { version, cadences: pairs.flatMap(({ cadence }) => (cadence === 'oneTime' ? [] : [cadence])), prices };
}
