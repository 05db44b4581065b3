import {
  calculateAnswer,
  type CalculationInput,
  calculateInput,
  countedByQuantity,
} from '../../contracts/wire/catalogue/price-calculation.ts';
import { noQuery } from '../../contracts/wire/shared/list.ts';
import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import type { Issue } from '../../domain/refusal.ts';
import { ok, problem, refusal } from '../http/answer.ts';
import { calculateYielding, fromInlinePrice, type PriceToCalculate, stepsOf } from './price-calculation.convert.ts';
import type { ApiDeps } from '../deps.ts';
import type { CatalogueReads } from '../../application/ports/catalogue.ts';
import { problemOfIssues } from '../http/problem.ts';
import { readRoute, type Route } from '../http/route.ts';

export const priceRoutes = (deps: ApiDeps): readonly Route[] => [
  readRoute(
    {
      method: 'POST',
      path: '/v1/prices/calculate',
      operationId: 'calculatePrices',
      tag: 'Prices',
      summary: 'What quantities cost at a price of the catalogue or at one of your own, step by step; nothing is written',
      query: noQuery,
      body: calculateInput,
      answers: { 200: calculateAnswer },
      problems: ['price_not_found'],
    },
    async ({ tenant, body, requestId }) => {
      const found = await findPrices(deps.catalogue, tenant.id, body.calculations);
      const issues = found.flatMap(({ price }, index) => (price === null ? [missingPrice(index)] : []));
      if (issues.length > 0) return refusal({ code: 'price_not_found', message: 'name prices that exist', issues }, requestId);
      const counted = found.flatMap(({ price, calculation }, index) =>
        price?.model === 'flat' || calculation.instances === undefined ? [] : [needlessInstances(index)],
      );
      if (counted.length > 0) return problem(problemOfIssues('invalid_request', counted), requestId);
      const steps = found.reduce((sum, { price, calculation }) => sum + (price === null ? 0 : stepsOf(price, calculation)), 0);
      if (steps > mostSteps) return problem(problemOfIssues('invalid_request', [tooManySteps(steps)]), requestId);
      const calculations = [];
      for (const { price, calculation } of found)
        if (price !== null) calculations.push(await calculateYielding(price, calculation));
      return ok({ calculations });
    },
  ),
];

/** How many tiers the quantities of one request may go through: each is a step of the answer, with sentences of its own. */
const mostSteps = 20_000;

const tooManySteps = (steps: number): Issue => ({
  code: 'too_many_steps',
  pointer: '/calculations',
  detail: `at most ${mostSteps} quantities times tiers in one request, not ${steps}`,
});

const needlessInstances = (index: number): Issue => ({
  code: 'invalid_value',
  pointer: `/calculations/${index}/instances`,
  detail: countedByQuantity,
});

const missingPrice = (index: number): Issue => ({
  code: 'price_not_found',
  pointer: `/calculations/${index}`,
  detail: 'there is no such price',
});

interface Found {
  readonly calculation: CalculationInput;
  readonly price: PriceToCalculate | null;
}

/** The price of each calculation. Every version is read once, one after the other, so that one request takes one connection. */
async function findPrices(
  catalogue: CatalogueReads,
  tenantId: string,
  calculations: readonly CalculationInput[],
): Promise<readonly Found[]> {
  const versions = new Map<string, OfferingVersion | null>();
  const ids = calculations.flatMap(({ priceId }) => (priceId === undefined ? [] : [priceId]));
  const stored = await catalogue.findPrices(tenantId, ids);
  const found: Found[] = [];
  for (const calculation of calculations) {
    const { price, offering } = calculation;
    if (offering !== undefined && !versions.has(nameOf(offering)))
      versions.set(nameOf(offering), await findOffered(catalogue, tenantId, offering));
    const offered = offering === undefined ? null : findPoint(versions.get(nameOf(offering)) ?? null, offering.priceKey);
    const named = stored.find(({ id }) => id === calculation.priceId) ?? offered;
    found.push({ calculation, price: price === undefined ? named : fromInlinePrice(price) });
  }
  return found;
}

type Offered = NonNullable<CalculationInput['offering']>;

const nameOf = ({ offeringKind, key, version }: Offered): string => `${offeringKind} ${key} ${version ?? 'newest'}`;

const findPoint = (version: OfferingVersion | null, priceKey: string): PriceToCalculate | null =>
  version?.rateCards.flatMap(({ prices }) => prices).find(({ key }) => key === priceKey) ?? null;

async function findOffered(
  catalogue: CatalogueReads,
  tenantId: string,
  { offeringKind, key, version }: Offered,
): Promise<OfferingVersion | null> {
  if (version !== undefined) return catalogue.findVersion(tenantId, offeringKind, key, version);
  const offering = await catalogue.findOffering(tenantId, offeringKind, key);
  return offering === null ? null : (offering.launched ?? offering.latest);
}
