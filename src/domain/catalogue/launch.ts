import { accepted, type Issue, refused, type Result } from '../refusal.ts';
import type { OfferingVersion } from './offering.ts';
import type { RateCard } from './rate-card.ts';

/** What a launch looks at beside the draft. */
export interface LaunchFacts {
  /** The kinds of the features that exist, by key. */
  readonly featureKinds: Readonly<Record<string, 'boolean' | 'metered' | 'static'>>;
  readonly launchedAddOnKeys: readonly string[];
}

/**
 * Whether the newest version of an offering may go on sale. Refuses `nothing_to_launch` when it is no draft, and
 * `invalid_offering` with every issue at once, each with its pointer into the offering.
 */
export function checkLaunch(newest: OfferingVersion, facts: LaunchFacts): Result<OfferingVersion> {
  if (newest.status !== 'draft')
    return refused(
      'nothing_to_launch',
      `version ${newest.version} of ${newest.key} is launched already: make a new version first`,
    );
  const issues = [...rateCardIssues(newest.rateCards, facts), ...keyIssues(newest.rateCards), ...ownIssues(newest, facts)];
  if (issues.length === 0) return accepted(newest);
  return refused('invalid_offering', `${newest.key} cannot be launched: ${issues.map(({ detail }) => detail).join('; ')}`, {
    issues,
  });
}

const rateCardIssues = (cards: readonly RateCard[], facts: LaunchFacts): readonly Issue[] =>
  cards.flatMap((card, index) => {
    const pointer = `/rateCards/${index}`;
    return [...entitlementIssues(card, pointer, facts), ...duplicatePrices(card, pointer)];
  });

function entitlementIssues(card: RateCard, pointer: string, { featureKinds }: LaunchFacts): readonly Issue[] {
  const issues: Issue[] = [];
  if (card.entitlement === null && card.prices.length === 0)
    issues.push({
      pointer,
      code: 'empty_rate_card',
      detail: `the rate card ${card.key} has neither a price nor an entitlement`,
    });
  if (card.entitlement !== null && card.featureKey === null)
    issues.push({
      pointer: `${pointer}/featureKey`,
      code: 'feature_required',
      detail: `the entitlement of ${card.key} names no feature`,
    });
  if (card.featureKey === null) return issues;
  const kind = Object.hasOwn(featureKinds, card.featureKey) ? featureKinds[card.featureKey] : undefined;
  if (kind === undefined)
    issues.push({
      pointer: `${pointer}/featureKey`,
      code: 'feature_not_found',
      detail: `there is no feature ${card.featureKey}`,
    });
  else if (card.entitlement !== null && card.entitlement.kind !== kind)
    issues.push({
      pointer: `${pointer}/entitlement/kind`,
      code: 'entitlement_kind_mismatch',
      detail: `the feature ${card.featureKey} is ${kind}, the entitlement of ${card.key} is ${card.entitlement.kind}`,
    });
  return issues;
}

const duplicatePrices = ({ key, prices }: RateCard, pointer: string): readonly Issue[] =>
  repeated(prices, ({ currency, cadence }) => `${currency} every ${cadence.every} ${cadence.unit}`).map(({ index, value }) => ({
    pointer: `${pointer}/prices/${index}`,
    code: 'duplicate_price',
    detail: `the rate card ${key} has two prices in ${value}`,
  }));

function keyIssues(cards: readonly RateCard[]): readonly Issue[] {
  const prices = cards.flatMap((card, at) =>
    card.prices.map((price, index) => ({ key: price.key, pointer: `/rateCards/${at}/prices/${index}/key` })),
  );
  return [
    ...repeated(cards, ({ key }) => key).map(({ index, value }) => ({
      pointer: `/rateCards/${index}/key`,
      code: 'duplicate_key',
      detail: `two rate cards have the key ${value}`,
    })),
    ...repeated(prices, ({ key }) => key).map(({ item, value }) => ({
      pointer: item.pointer,
      code: 'duplicate_key',
      detail: `two prices have the key ${value}`,
    })),
  ];
}

/** What only a plan or only an add-on must have. */
function ownIssues(version: OfferingVersion, { launchedAddOnKeys }: LaunchFacts): readonly Issue[] {
  if (version.kind === 'addOn')
    return version.rateCards.length === 0
      ? [{ pointer: '/rateCards', code: 'rate_card_required', detail: 'an add-on needs a rate card' }]
      : [];
  const links = version.addOns.flatMap(({ addOnKey }, index) =>
    launchedAddOnKeys.includes(addOnKey)
      ? []
      : [
          {
            pointer: `/addOns/${index}/addOnKey`,
            code: 'add_on_not_launched',
            detail: `the add-on ${addOnKey} is not launched`,
          },
        ],
  );
  return version.rateCards.some(({ prices }) => prices.length > 0)
    ? links
    : [...links, { pointer: '/rateCards', code: 'price_required', detail: 'a plan needs a price' }];
}

/** The items whose value an earlier item has too. */
function repeated<T>(items: readonly T[], valueOf: (item: T) => string): readonly { item: T; index: number; value: string }[] {
  const seen = new Set<string>();
  return items.flatMap((item, index) => {
    const value = valueOf(item);
    const isRepeated = seen.has(value);
    seen.add(value);
    return isRepeated ? [{ item, index, value }] : [];
  });
}
