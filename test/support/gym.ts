import type { ApiClient } from './api-client.ts';
import { flatBody, perUnitBody } from './builders/price-bodies.ts';

/**
 * Launches the catalogue of a gym: `basic` for 20.00 a month with the mandatory add-on `cover` (1.00), the optional `water` (5.00, single)
 * and the optional `devices` (7.00 a unit, up to 5, each with a quota of 3); and `tryout`, the same with a trial of 14 days.
 */
export async function createGymCatalogue(api: ApiClient): Promise<void> {
  await api.post('/v1/features', { key: 'gym', name: 'Gym access', kind: 'boolean' });
  await api.post('/v1/features', { key: 'filtered-water', name: 'Filtered water', kind: 'boolean' });
  await api.post('/v1/features', {
    key: 'device',
    name: 'Devices',
    kind: 'metered',
    unit: { singular: 'device', plural: 'devices' },
    meter: { aggregation: 'sum', eventType: 'device.added', valueField: 'count' },
  });
  await api.post('/v1/products', { key: 'club', name: 'Club' });
  await createAddOns(api);
  for (const plan of [{ key: 'basic' }, { key: 'tryout', trialDays: 14 }]) {
    await api.post('/v1/plans', {
      productKey: 'club',
      name: plan.key,
      ...plan,
      rateCards: [{ key: 'base', featureKey: 'gym', entitlement: { kind: 'boolean' }, prices: [flatBody('20.00')] }],
      addOns: [
        { addOnKey: 'water', requirement: 'optional', visibility: 'customer' },
        { addOnKey: 'devices', requirement: 'optional', visibility: 'customer', maxInstances: 5 },
        { addOnKey: 'cover', requirement: 'mandatory', visibility: 'admin' },
      ],
    });
    await api.post(`/v1/plans/${plan.key}/launch`, {}, 200);
  }
}

async function createAddOns(api: ApiClient): Promise<void> {
  const addOns = [
    {
      key: 'water',
      instance: 'single',
      rateCards: [{ key: 'water', featureKey: 'filtered-water', entitlement: { kind: 'boolean' }, prices: [flatBody('5.00')] }],
    },
    {
      key: 'devices',
      instance: 'multiple',
      unit: { singular: 'pack', plural: 'packs' },
      rateCards: [
        {
          key: 'devices',
          featureKey: 'device',
          entitlement: { kind: 'metered', limit: 'hard', quota: '3', reset: { every: 1, unit: 'month', anchor: 'activation' } },
          prices: [perUnitBody('7.00')],
        },
      ],
    },
    { key: 'cover', instance: 'single', rateCards: [{ key: 'cover', prices: [flatBody('1.00')] }] },
  ];
  for (const addOn of addOns) {
    await api.post('/v1/add-ons', { productKey: 'club', name: addOn.key, ...addOn });
    await api.post(`/v1/add-ons/${addOn.key}/launch`, {}, 200);
  }
}

/** Creates a customer and returns its id; the time zone is UTC by default. */
export async function createCustomer(api: ApiClient, timeZone = 'UTC'): Promise<string> {
  const { id } = await api.post<{ readonly id: string }>('/v1/customers', { name: 'Ada', timeZone, currency: 'USD' });
  return id;
}
