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

/** A price for calculations; the id is null if it is not stored. */
export type PriceToCalculate = AdjustedPrice & { readonly id: string | null; readonly currency: string };

/** A price of an offering by its key. Version null: the launched version, or the newest if none is launched. */
interface OfferedPrice {
  readonly kind: OfferingKind;
  readonly key: string;
  readonly version: number | null;
  readonly priceKey: string;
}

/** A price given by its terms, or a stored one. */
type NamedPrice =
  | { readonly by: 'terms'; readonly price: PriceToCalculate }
  | { readonly by: 'id'; readonly id: string }
  | ({ readonly by: 'key' } & OfferedPrice);

export interface CalculationTerms {
  readonly quantities: readonly string[];
  /** The number of instances that pay a flat price; null if not given. */
  readonly instances: number | null;
  /** The billing cycle, counted from 1. */
  readonly cycle: number;
}

export interface Calculation extends CalculationTerms {
  readonly price: NamedPrice;
}

/** The derivations of a price for quantities, in their order. */
export interface CalculatedPrices {
  readonly price: PriceToCalculate;
  readonly cycle: number;
  readonly results: readonly PriceDerivation[];
}

/**
 * Calculates what quantities cost, at stored prices or at given ones. Refuses `price_not_found`, and `invalid_request` for instances
 * with a price that is not flat and for more than 20,000 steps, with all issues.
 */
export async function calculatePrices(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  calculations: readonly Calculation[],
): Promise<Result<readonly CalculatedPrices[]>> {
  const found = await findPrices(catalogue, tenantId, calculations);
  const missing = found.flatMap(({ price }, index) => (price === null ? [missingPrice(index)] : []));
  if (missing.length > 0) return priceNotFound({ issues: missing });
  const unexpected = found.flatMap(({ price, calculation }, index) =>
    price?.model === 'flat' || calculation.instances === null ? [] : [unexpectedInstances(index)],
  );
  if (unexpected.length > 0) return invalidRequest(unexpected);
  const steps = found.reduce((sum, { price, calculation }) => sum + (price === null ? 0 : stepsOf(price, calculation)), 0);
  if (steps > maxSteps) return invalidRequest([tooManySteps(steps)]);
  const calculated: CalculatedPrices[] = [];
  for (const { price, calculation } of found) if (price !== null) calculated.push(await calculate(price, calculation));
  return accepted(calculated);
}

/** Calculates what quantities cost at one price; yields to other requests. */
export async function calculate(
  price: PriceToCalculate,
  { quantities, instances, cycle }: CalculationTerms,
): Promise<CalculatedPrices> {
  const terms = { instances: String(instances ?? 1), cycle };
  return { price, cycle, results: await flatMapYielding(quantities, (quantity) => [derivePrice(price, quantity, terms)]) };
}

/** The most steps of a calculation: its quantities, times the tiers of a graduated price. */
const stepsOf = (price: PriceToCalculate, { quantities }: CalculationTerms): number =>
  quantities.length * (price.model === 'tiered' || price.model === 'tieredPackage' ? Math.max(price.tiers.length, 1) : 1);

/** The most steps of one request: each has its own sentences in the answer. */
const maxSteps = 20_000;

const tooManySteps = (steps: number): Issue => ({
  code: 'too_many_steps',
  pointer: '/calculations',
  detail: `A request may calculate at most ${maxSteps} quantities times tiers, not ${steps}: split it.`,
});

const unexpectedInstances = (index: number): Issue => ({
  code: 'invalid_value',
  pointer: `/calculations/${index}/instances`,
  detail: sentenceAt(`/calculations/${index}/instances`, instancesNeedFlatPrice),
});

const missingPrice = (index: number): Issue => ({
  code: 'price_not_found',
  pointer: `/calculations/${index}`,
  detail: 'The price was not found: name one that exists.',
});

interface ResolvedCalculation {
  readonly calculation: Calculation;
  readonly price: PriceToCalculate | null;
}

/** Finds the price of each calculation. Reads each version once and one at a time, so that a request uses one connection. */
async function findPrices(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  calculations: readonly Calculation[],
): Promise<readonly ResolvedCalculation[]> {
  const versions = new Map<string, OfferingVersion | null>();
  const ids = calculations.flatMap(({ price }) => (price.by === 'id' ? [price.id] : []));
  const stored = new Map((await catalogue.findPrices(tenantId, ids)).map((price) => [price.id, price]));
  const found: ResolvedCalculation[] = [];
  for (const calculation of calculations) {
    const { price: named } = calculation;
    if (named.by === 'key' && !versions.has(versionNameOf(named)))
      versions.set(versionNameOf(named), await findOfferedVersion(catalogue, tenantId, named));
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
      return findPriceByKey(versions.get(versionNameOf(named)) ?? null, named.priceKey);
  }
}

const versionNameOf = ({ kind, key, version }: OfferedPrice): string => `${kind} ${key} ${version ?? 'newest'}`;

const findPriceByKey = (version: OfferingVersion | null, priceKey: string): PriceToCalculate | null =>
  version?.rateCards.flatMap(({ prices }) => prices).find(({ key }) => key === priceKey) ?? null;

async function findOfferedVersion(
  catalogue: CatalogueReads,
  tenantId: TenantId,
  { kind, key, version }: OfferedPrice,
): Promise<OfferingVersion | null> {
  if (version !== null) return catalogue.findVersion(tenantId, kind, key, version);
  const offering = await catalogue.findOffering(tenantId, kind, key);
  return offering === null ? null : (offering.launched ?? offering.latest);
}
