import { describePriceCadence } from './price-lookup.ts';
import type { PricePoint } from './rate-card.ts';

const maxLength = 100;

/**
 * Derives the key of a price from the key of its owner, its currency and its cadence: `water-usd-3-months`. A key of more than 100
 * characters loses its beginning, since the end distinguishes the prices of one owner.
 * @rule 3-17
 */
export function derivePriceKey(ownerKey: string, { currency, cadence }: Pick<PricePoint, 'currency' | 'cadence'>): string {
  const key = `${ownerKey}-${currency}-${describePriceCadence(cadence).replace(' ', '-')}`.toLowerCase();
  return key.slice(-maxLength).replace(/^[^a-z0-9]+/, '');
}
