import type { TenantId } from '../../domain/ids.ts';
import type { OfferingKind, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { PricePoint } from '../../domain/catalogue/model/rate-card.ts';
import { derivePrice, type PriceDerivation } from '../../domain/pricing/derive-price.ts';
import type { AdjustedPrice } from '../../domain/pricing/price-quantity.ts';
import { accepted, type Issue, type Result } from '../../domain/refusal.ts';
import { priceNotFound } from '../../domain/refusals/prices.ts';
import { invalidRequest } from '../../domain/refusals/requests.ts';
import { instancesNeedFlatPrice, sentenceAt } from '../../domain/refusals/words.ts';
import type { CatalogueReads } from '../ports/catalogue.ts';
import { flatMapYielding } from '../yielding.ts';

/** A price to calculate with: its currency, and its id where it is stored. */
export type PriceToCalculate = AdjustedPrice & { readonly id: string | null; readonly currency: string };

/** A price of an offering, by its key; of the launched version, or the newest where none is, unless a version is named. */
interface OfferedPrice {
  readonly kind: OfferingKind;
  readonly key: string;
  readonly version: number | null;
  readonly priceKey: string;
}

/** A price of the caller's own, or one that is stored. */
type NamedPrice =
  | { readonly by: 'terms'; readonly price: PriceToCalculate }
  | { readonly by: 'id'; readonly id: string }
  | ({ readonly by: 'key' } & OfferedPrice);

/** What is to be calculated with a price. */
export interface Quantities {
  readonly quantities: readonly string[];
  /** How many instances pay a flat price; null where that is not said. */
  readonly instances: number | null;
  /** Which billing cycle is priced. */
  readonly cycle: number;
}

export interface Calculation extends Quantities {
  readonly price: NamedPrice;
}

/** What quantities cost at a price, with the derivation of each, in their order. */
export interface CalculatedPrices {
  readonly price: PriceToCalculate;
  readonly cycle: number;
  readonly results: readonly PriceDerivation[];
}

/**
 * What quantities cost at prices of the catalogue or at ones of the caller's own; nothing is written. Refuses `price_not_found`, and
 * `invalid_request` for instances of what is not flat, and for more than 20,000 tiers to go through; with all issues.
 */
export async function calculatePrices(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  calculations: readonly Calculation[],
): Promise<Result<readonly CalculatedPrices[]>> {
  const found = await findPrices(catalogue, tenantId, calculations);
  const missing = found.flatMap(({ price }, index) => (price === null ? [missingPrice(index)] : []));
  if (missing.length > 0) return priceNotFound({ issues: missing });
  const counted = found.flatMap(({ price, calculation }, index) =>
    price?.model === 'flat' || calculation.instances === null ? [] : [needlessInstances(index)],
  );
  if (counted.length > 0) return invalidRequest(counted);
  const steps = found.reduce((sum, { price, calculation }) => sum + (price === null ? 0 : stepsOf(price, calculation)), 0);
  if (steps > mostSteps) return invalidRequest([tooManySteps(steps)]);
  const calculated: CalculatedPrices[] = [];
  for (const { price, calculation } of found) if (price !== null) calculated.push(await calculate(price, calculation));
  return accepted(calculated);
}

/** What quantities cost at one price; others are served meanwhile. */
export async function calculate(
  price: PriceToCalculate,
  { quantities, instances, cycle }: Quantities,
): Promise<CalculatedPrices> {
  const terms = { instances: String(instances ?? 1), cycle };
  return { price, cycle, results: await flatMapYielding(quantities, (quantity) => [derivePrice(price, quantity, terms)]) };
}

/** How many steps a calculation has at most: its quantities, each in every tier where all that a quantity reaches are charged. */
const stepsOf = (price: PriceToCalculate, { quantities }: Quantities): number =>
  quantities.length * (price.model === 'tiered' || price.model === 'tieredPackage' ? Math.max(price.tiers.length, 1) : 1);

/** How many tiers the quantities of one request may go through: each is a step of the answer, with sentences of its own. */
const mostSteps = 20_000;

const tooManySteps = (steps: number): Issue => ({
  code: 'too_many_steps',
  pointer: '/calculations',
  detail: `A request may calculate at most ${mostSteps} quantities times tiers, not ${steps}: split it.`,
});

const needlessInstances = (index: number): Issue => ({
  code: 'invalid_value',
  pointer: `/calculations/${index}/instances`,
  detail: sentenceAt(`/calculations/${index}/instances`, instancesNeedFlatPrice),
});

const missingPrice = (index: number): Issue => ({
  code: 'price_not_found',
  pointer: `/calculations/${index}`,
  detail: 'The price was not found: name one that exists.',
});

interface Found {
  readonly calculation: Calculation;
  readonly price: PriceToCalculate | null;
}

/** The price of each calculation. Every version is read once, one after the other, so that one request takes one connection. */
async function findPrices(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  calculations: readonly Calculation[],
): Promise<readonly Found[]> {
  const versions = new Map<string, OfferingVersion | null>();
  const ids = calculations.flatMap(({ price }) => (price.by === 'id' ? [price.id] : []));
  const stored = new Map((await catalogue.findPrices(tenantId, ids)).map((price) => [price.id, price]));
  const found: Found[] = [];
  for (const calculation of calculations) {
    const { price: named } = calculation;
    if (named.by === 'key' && !versions.has(nameOf(named)))
      versions.set(nameOf(named), await findOffered(catalogue, tenantId, named));
    found.push({ calculation, price: priceOf(named, { stored, versions }) });
  }
  return found;
}

function priceOf(
  named: NamedPrice,
  {
    stored,
    versions,
  }: { readonly stored: ReadonlyMap<string, PricePoint>; readonly versions: ReadonlyMap<string, OfferingVersion | null> },
): PriceToCalculate | null {
  switch (named.by) {
    case 'terms':
      return named.price;
    case 'id':
      return stored.get(named.id) ?? null;
    case 'key':
      return findPoint(versions.get(nameOf(named)) ?? null, named.priceKey);
  }
}

const nameOf = ({ kind, key, version }: OfferedPrice): string => `${kind} ${key} ${version ?? 'newest'}`;

const findPoint = (version: OfferingVersion | null, priceKey: string): PriceToCalculate | null =>
  version?.rateCards.flatMap(({ prices }) => prices).find(({ key }) => key === priceKey) ?? null;

async function findOffered(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  { kind, key, version }: OfferedPrice,
): Promise<OfferingVersion | null> {
  if (version !== null) return catalogue.findVersion(tenantId, kind, key, version);
  const offering = await catalogue.findOffering(tenantId, kind, key);
  return offering === null ? null : (offering.launched ?? offering.latest);
}
