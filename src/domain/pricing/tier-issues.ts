import { compareDecimals } from '../money/exact.ts';
import type { DecimalString } from '../money/exact.ts';
import type { Issue } from '../refusal.ts';
import { quoted } from '../refusals/words.ts';
import { readQuantity } from './fixed-point.ts';
import { amountIssues, roundAmountIssues } from './price-amounts.ts';
import type { Tier } from './price-model.ts';
import type { TieredPrice } from './tier-table.ts';

const maxTiers = 100;

/**
 * All issues of a tier table on saving (semantics §8), with pointers below the price. Bounds must ascend from above 0, so there
 * are no gaps; only the last tier has none. In the packaged models a bound must be a whole number of packages, so that no package
 * belongs to two tiers.
 */
export function tierIssues(price: TieredPrice, currency: string): readonly Issue[] {
  const { tiers } = price;
  if (tiers.length === 0)
    return [{ code: 'tiers_required', pointer: '/tiers', detail: '`tiers` must have at least one tier.' }];
  if (tiers.length > maxTiers)
    return [
      {
        code: 'too_many_tiers',
        pointer: '/tiers',
        detail: `\`tiers\` must have at most ${maxTiers} tiers, but has ${tiers.length}.`,
      },
    ];
  return tiers.flatMap((tier, index) => {
    const at = `/tiers/${index}`;
    return [...boundIssues(price, index, `${at}/upTo`), ...tierAmountIssues(price, tier, { at, currency })];
  });
}

function boundIssues(price: TieredPrice, index: number, pointer: string): readonly Issue[] {
  const upTo = price.tiers[index]?.upTo ?? null;
  const isLast = index === price.tiers.length - 1;
  if (upTo === null)
    return isLast
      ? []
      : [{ code: 'tier_bound_missing', pointer, detail: '`upTo` is required: only the last tier has no upper bound.' }];
  const before = lastBound(price.tiers.slice(0, index));
  return [
    ...(isLast
      ? [{ code: 'last_tier_bounded', pointer, detail: '`upTo` must be null: the last tier has no upper bound.' }]
      : []),
    ...(compareDecimals(upTo, before) > 0
      ? []
      : [
          {
            code: 'tier_not_ascending',
            pointer,
            detail: `\`upTo\` must be above ${before}, where the tier begins, but is ${upTo}.`,
          },
        ]),
    ...amountIssues(upTo, pointer).filter(({ code }) => code === 'too_many_decimals'),
    ...('size' in price ? wholePackageIssues(upTo, { size: price.size, pointer }) : []),
  ];
}

const lastBound = (tiers: readonly Tier[]): DecimalString => tiers.findLast(({ upTo }) => upTo !== null)?.upTo ?? '0';

function wholePackageIssues(
  upTo: DecimalString,
  { size, pointer }: { readonly size: DecimalString; readonly pointer: string },
): readonly Issue[] {
  const malformed = [upTo, size].some((text) => amountIssues(text, pointer).length > 0);
  if (malformed || compareDecimals(size, '0') === 0 || readQuantity(upTo) % readQuantity(size) === 0n) return [];
  return [
    {
      code: 'tier_splits_package',
      pointer,
      detail: `\`upTo\` must be a multiple of the package size ${size}, but is ${upTo}.`,
    },
  ];
}

function tierAmountIssues(
  price: TieredPrice,
  tier: Tier,
  { at, currency }: { readonly at: string; readonly currency: string },
): readonly Issue[] {
  return [
    ...presenceIssues(price, tier, at),
    ...amountIssues(tier.unitAmount, `${at}/unitAmount`),
    ...roundAmountIssues(tier.flatAmount, { pointer: `${at}/flatAmount`, currency }),
  ];
}

function presenceIssues({ model }: TieredPrice, { unitAmount, flatAmount }: Tier, at: string): readonly Issue[] {
  if (model === 'stairStep')
    return [
      ...(flatAmount === null
        ? [{ code: 'tier_amount_missing', pointer: `${at}/flatAmount`, detail: 'A stair step needs a `flatAmount`.' }]
        : []),
      ...(unitAmount === null
        ? []
        : [
            {
              code: 'not_applicable',
              pointer: `${at}/unitAmount`,
              detail: 'A stair step has a `flatAmount` only: leave out `unitAmount`.',
            },
          ]),
    ];
  return unitAmount === null
    ? [
        {
          code: 'tier_amount_missing',
          pointer: `${at}/unitAmount`,
          detail: `A tier of a ${quoted(model)} price needs a \`unitAmount\`.`,
        },
      ]
    : [];
}
