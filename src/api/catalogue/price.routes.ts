import { calculatePrices } from '../../application/catalogue/calculate-prices.ts';
import { calculateAnswer, calculateInput } from '../../contracts/wire/catalogue/price-calculation.ts';
import { noQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { ok, refusal } from '../http/answer.ts';
import { readRoute, type Route } from '../http/route.ts';
import { fromApiCalculation, toApiCalculation } from './price-calculation.convert.ts';

export const priceRoutes = (deps: ApiDeps): readonly Route[] => [
  readRoute(
    {
      method: 'POST',
      path: '/v1/prices/calculate',
      operationId: 'calculatePrices',
      tag: 'Prices',
      summary:
        'Calculate the price of quantities, step by step, at a price of the catalogue or an inline one; nothing is written',
      query: noQuery,
      body: calculateInput,
      answers: { 200: calculateAnswer },
      problems: ['price_not_found'],
    },
    async ({ tenant, body, requestId }) => {
      const calculated = await calculatePrices(deps.catalogue, tenant.id, body.calculations.map(fromApiCalculation));
      if (!calculated.ok) return refusal(calculated.error, requestId);
      const calculations = [];
      for (const each of calculated.value) calculations.push(await toApiCalculation(each));
      return ok({ calculations });
    },
  ),
];
