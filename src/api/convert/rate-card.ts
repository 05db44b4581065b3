import type { RateCardInput } from '../../contracts/wire/rate-card.ts';
import type { Entitlement, PricePoint, RateCard } from '../../domain/catalogue/rate-card.ts';
import { describeCadence } from '../../domain/time/cadence.ts';
import { newId } from '../new-id.ts';

/** A rate card as it goes into a draft: its prices get their ids here. */
export const fromApiRateCard = (input: RateCardInput): RateCard => ({
  key: input.key,
  name: input.name ?? null,
  featureKey: input.featureKey ?? null,
  entitlement: input.entitlement === undefined ? null : fromApiEntitlement(input.entitlement),
  prices: (input.prices ?? []).map((price) => fromApiPrice(price, input.key)),
});

function fromApiEntitlement(input: NonNullable<RateCardInput['entitlement']>): Entitlement {
  if (input.kind !== 'metered') return input;
  const { kind, limit, quota, includedUsage, reset } = input;
  return { kind, limit, quota: quota ?? null, includedUsage: includedUsage ?? null, reset: reset ?? null };
}

function fromApiPrice(input: NonNullable<RateCardInput['prices']>[number], cardKey: string): PricePoint {
  const { currency, cadence, timing } = input;
  const derivedKey = `${cardKey}-${currency}-${describeCadence(cadence).replace(' ', '-')}`.toLowerCase();
  const key = input.key === undefined || input.key === '' ? derivedKey : input.key;
  const terms = { id: newId('pri'), key, currency, cadence, timing };
  return input.model === 'flat'
    ? { ...terms, model: input.model, amount: input.amount }
    : { ...terms, model: input.model, unitAmount: input.unitAmount };
}
