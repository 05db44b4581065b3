import type { PricePoint } from './rate-card.ts';
import { quoted } from '../../refusals/words.ts';

/** The reason why a price cannot be charged: its field and a sentence. */
interface NotChargeable {
  readonly field: 'timing' | 'usageOf' | 'cycles' | 'trialDays' | 'discounts';
  /** ``The price `pool-usd` is charged in arrears, which cannot be sold yet.`` */
  readonly detail: string;
}

/**
 * The reason why the engine cannot charge a price yet, or null. Not built: charges in arrears, by usage, for a number of cycles,
 * after a trial of the price, or with a discount for some cycles. The catalogue stores such prices. A launch warns of them or
 * refuses them, no offer shows them, and no subscription accepts them (ADR 0052).
 */
export function whyNotChargeable(price: PricePoint): NotChargeable | null {
  const { key, timing, usageOf, cycles, trialDays, adjustments } = price;
  const because = (field: NotChargeable['field'], reason: string): NotChargeable => ({
    field,
    detail: `The price ${quoted(key)} is ${reason}, which cannot be sold yet.`,
  });
  if (timing === 'inArrears') return because('timing', 'charged in arrears');
  if (usageOf !== null) return because('usageOf', `charged by the usage of ${quoted(usageOf)}`);
  if (cycles !== null) return because('cycles', `limited to ${cycles} billing cycles`);
  if (trialDays > 0) return because('trialDays', 'sold with a trial of its own');
  return adjustments.discounts.some((discount) => discount.cycles !== null)
    ? because('discounts', 'discounted for some cycles only')
    : null;
}

/** Whether a price can be charged. */
export const isChargeable = (price: PricePoint): boolean => whyNotChargeable(price) === null;
