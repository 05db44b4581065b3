import { priceQuantity } from '../src/domain/pricing/price-quantity.ts';
import type { PriceModel } from '../src/domain/pricing/price-model.ts';

const fiveTiers: PriceModel = {
  model: 'tiered',
  tiers: [
    { upTo: '100', unitAmount: '0.10', flatAmount: '5.00' },
    { upTo: '1000', unitAmount: '0.08', flatAmount: null },
    { upTo: '10000', unitAmount: '0.055', flatAmount: null },
    { upTo: '100000', unitAmount: '0.0301', flatAmount: '25.00' },
    { upTo: null, unitAmount: '0.000123456789', flatAmount: null },
  ],
};

const rounds = 5;

/**
 * Measures tiered calculations per second on one core: a table of five tiers, quantities with and without decimals over all tiers.
 * Only the amount, without the derivation. The median of five rounds after a warm-up.
 */
export function benchPrices({ calculations }: { readonly calculations: number }): void {
  const quantities = Array.from({ length: 1000 }, (_, index) => (index % 3 === 0 ? `${index * 137}.125` : String(index * 211)));
  const perSecond = Array.from({ length: rounds + 1 }, () => measure(quantities, calculations))
    .slice(1)
    .toSorted((a, b) => a - b);
  process.stdout.write(
    `${JSON.stringify({ bench: 'prices', tiers: 5, calculations, rounds, perSecond: Math.round(perSecond[2] ?? 0), slowest: Math.round(perSecond[0] ?? 0) })}\n`,
  );
}

function measure(quantities: readonly string[], calculations: number): number {
  const startedAt = performance.now();
  for (let made = 0; made < calculations; made += quantities.length)
    for (const quantity of quantities) priceQuantity(fiveTiers, quantity);
  return (calculations / (performance.now() - startedAt)) * 1000;
}
