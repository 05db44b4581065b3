import type { LocalClient } from './local-client.ts';

const monthly = { every: 1, unit: 'month' };
const price = (amount: string) => ({ currency: 'USD', cadence: monthly, timing: 'inAdvance', model: 'flat', amount });
const access = (key: string, featureKey: string, prices: readonly unknown[] = []) => ({
  key,
  featureKey,
  entitlement: { kind: 'boolean' },
  prices,
});

const features = [
  { key: 'gym-access', name: 'Gym access', kind: 'boolean' },
  { key: 'towel-service', name: 'Towel service', kind: 'boolean' },
  { key: 'filtered-water', name: 'Filtered water', kind: 'boolean' },
];

const addOn = {
  productKey: 'gym',
  key: 'gym-water',
  name: 'Filtered Water',
  instance: 'single',
  rateCards: [access('water', 'filtered-water', [price('5.00')])],
};

const plans = [
  {
    productKey: 'gym',
    key: 'gym-basic',
    name: 'Basic',
    rateCards: [access('gym', 'gym-access', [price('20.00')])],
    addOns: [{ addOnKey: 'gym-water', requirement: 'optional', visibility: 'customer' }],
  },
  {
    productKey: 'gym',
    key: 'gym-premium',
    name: 'Premium',
    rateCards: [
      access('gym', 'gym-access', [price('35.00')]),
      access('towels', 'towel-service'),
      access('water', 'filtered-water'),
    ],
  },
];

/**
 * Launches the offerings of a gym: Basic (20.00 a month) can buy filtered water as an add-on (5.00), Premium (35.00) includes it.
 * Code that checks the feature need not know which. Leaves existing offerings unchanged.
 */
export async function sellGym(client: LocalClient): Promise<void> {
  for (const feature of features) await ensure(client, '/v1/features', feature);
  await ensure(client, '/v1/products', { key: 'gym', name: 'Gym' });
  await ensureLaunched(client, '/v1/add-ons', addOn);
  for (const plan of plans) await ensureLaunched(client, '/v1/plans', plan);
}

/** An object of the catalogue as a request body. */
type Keyed = { readonly key: string } & Readonly<Record<string, unknown>>;

async function ensure(client: LocalClient, path: string, body: Keyed): Promise<void> {
  if (await client.has(`${path}/${body.key}`)) return;
  await client.post(path, body);
}

async function ensureLaunched(client: LocalClient, path: string, offering: Keyed): Promise<void> {
  await ensure(client, path, offering);
  const { launchedVersion } = await client.get<{ readonly launchedVersion: number | null }>(`${path}/${offering.key}`);
  if (launchedVersion === null) await client.post(`${path}/${offering.key}/launch`, {});
}
