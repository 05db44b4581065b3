import type { ApiClient } from './api-client.ts';
import { flatBody } from './builders/price-bodies.ts';

export const daily = { every: 1, unit: 'day' } as const;

/** One billing period. A start just under a day ago puts the next boundary seconds away. */
export const dayMs = 86_400_000;

const flat = (amount: string) => flatBody(amount, { cadence: daily });

/**
 * Launches a catalogue that is billed daily: the plan `day-pass` for 2.00 with the optional add-ons `locker` (0.50, single) and
 * `towels` (1.00 a unit, up to 1,000).
 */
export async function createDayPassCatalogue(api: ApiClient): Promise<void> {
  await api.post('/v1/features', { key: 'day-gym', name: 'Gym access', kind: 'boolean' });
  await api.post('/v1/features', { key: 'locker', name: 'Locker', kind: 'boolean' });
  await api.post('/v1/products', { key: 'day-club', name: 'Day club' });
  const addOns = [
    {
      key: 'locker',
      instance: 'single',
      rateCards: [{ key: 'locker', featureKey: 'locker', entitlement: { kind: 'boolean' }, prices: [flat('0.50')] }],
    },
    {
      key: 'towels',
      unit: { singular: 'towel', plural: 'towels' },
      instance: 'multiple',
      rateCards: [
        {
          key: 'towels',
          prices: [{ currency: 'USD', cadence: daily, timing: 'inAdvance', model: 'perUnit', unitAmount: '1.00' }],
        },
      ],
    },
  ];
  for (const addOn of addOns) {
    await api.post('/v1/add-ons', { productKey: 'day-club', name: addOn.key, ...addOn });
    await api.post(`/v1/add-ons/${addOn.key}/launch`, {}, 200);
  }
  await api.post('/v1/plans', {
    productKey: 'day-club',
    key: 'day-pass',
    name: 'Day pass',
    rateCards: [{ key: 'base', featureKey: 'day-gym', entitlement: { kind: 'boolean' }, prices: [flat('2.00')] }],
    addOns: [{ addOnKey: 'locker' }, { addOnKey: 'towels', maxInstances: 1000 }],
  });
  await api.post('/v1/plans/day-pass/launch', {}, 200);
}

/** An order of the day pass that runs in real time. */
export const dayPassOrder = (startAt: string) => ({ planKey: 'day-pass', cadence: daily, runsInRealTime: true, startAt });
