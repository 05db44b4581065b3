import { type PolicySettings, resolvePolicy } from '../../policy/policy.ts';
import { whyNotChargeable } from '../model/chargeability.ts';
import { coverageIssues } from './coverage.ts';
import { policySourcesOfLink } from '../model/linked-add-on.ts';
import { applyLinkPrices } from '../model/link-prices.ts';
import type { AddOnVersion, BaseVersion, OfferingVersion } from '../model/offering.ts';
import { describePair } from '../model/price-lookup.ts';
import { isOnSale, salePairs } from '../model/sale-pairs.ts';
import { quoted } from '../../refusals/words.ts';

/** A warning: an edit in place takes something off sale, or a launch does not put it on sale yet. */
export interface SaleWarning {
  readonly code: 'price_missing_for_plan' | 'no_longer_for_sale' | 'price_not_chargeable' | 'cadence_not_sellable';
  readonly detail: string;
  /** The keys of the plans or single purchases on sale with which the add-on can no longer be bought. */
  readonly linkedBy: readonly string[];
}

/** A version on sale before and after an edit, with the offerings that it is sold with. */
interface Edited {
  readonly before: OfferingVersion;
  readonly after: OfferingVersion;
  /** The versions on sale that link it; only for an add-on. */
  readonly bases: readonly BaseVersion[];
  readonly tenantPolicies: PolicySettings;
}

/**
 * Warns of what archived prices take off sale (rules 2-13 to 2-15, 3-44): for an add-on, the sale pairs of each base for which it
 * has no price any more; for a base, its own sale pairs. Warns of unarchived prices that cannot be charged yet. Ignores what could
 * not be bought before.
 */
export const saleWarnings = (edited: Edited): readonly SaleWarning[] => [...lostSales(edited), ...uncharged(edited)];

function uncharged({ before, after, bases }: Edited): readonly SaleWarning[] {
  const known = new Set(pricesOnSale(before).map(({ key }) => key));
  return pricesOnSale(after).flatMap((price) => {
    const reason = known.has(price.key) ? null : whyNotChargeable(price);
    if (reason === null) return [];
    return [{ code: 'price_not_chargeable', detail: reason.detail, linkedBy: bases.map(({ key }) => key) } as const];
  });
}

const pricesOnSale = ({ rateCards }: OfferingVersion) => rateCards.flatMap(({ prices }) => prices.filter(isOnSale));

function lostSales({ before, after, bases, tenantPolicies }: Edited): readonly SaleWarning[] {
  if (before.kind === 'addOn' && after.kind === 'addOn')
    return bases.flatMap((base) => lostCoverage(base, { before, after, tenantPolicies }));
  return before.kind === 'addOn' || after.kind === 'addOn' ? [] : lostSalePairs(before, after);
}

function lostCoverage(
  base: BaseVersion,
  {
    before,
    after,
    tenantPolicies,
  }: { readonly before: AddOnVersion; readonly after: AddOnVersion } & Pick<Edited, 'tenantPolicies'>,
): readonly SaleWarning[] {
  const link = base.addOns.find(({ addOnKey }) => addOnKey === after.key);
  if (link === undefined) return [];
  const gaps = (addOn: AddOnVersion): readonly string[] => {
    const { value } = resolvePolicy('cadence', policySourcesOfLink({ base, link, addOn }, tenantPolicies));
    return coverageIssues(base, applyLinkPrices(addOn, link), value).map(({ detail }) => detail);
  };
  const known = new Set(gaps(before));
  return gaps(after).flatMap((detail) =>
    known.has(detail) ? [] : [{ code: 'price_missing_for_plan', detail, linkedBy: [base.key] }],
  );
}

function lostSalePairs(before: BaseVersion, after: BaseVersion): readonly SaleWarning[] {
  const left = new Set(pairsInWords(after));
  return pairsInWords(before).flatMap((pair) =>
    left.has(pair)
      ? []
      : [{ code: 'no_longer_for_sale', detail: `${quoted(before.key)} can no longer be bought in ${pair}.`, linkedBy: [] }],
  );
}

const pairsInWords = (version: BaseVersion): readonly string[] => salePairs(version).map(describePair);
