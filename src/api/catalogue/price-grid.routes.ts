import { readPriceGrid } from '../../application/catalogue/read-price-grid.ts';
import { noBody } from '../../contracts/wire/shared/list.ts';
import { priceGridQuery, priceGridView } from '../../contracts/wire/catalogue/price-grid.ts';
import type { OfferingKind } from '../../domain/catalogue/model/offering.ts';
import { answerOf, ok } from '../http/answer.ts';
import { fromApiPriceFilter, toApiPriceGrid } from './price-grid.convert.ts';
import type { ApiDeps } from '../http/deps.ts';
import { readRoute, type Route } from '../http/route.ts';

interface PricedResource {
  readonly kind: OfferingKind;
  readonly path: '/v1/plans' | '/v1/single-purchases' | '/v1/add-ons';
  readonly name: string;
  readonly noun: string;
  readonly tag: string;
}

const resources: readonly PricedResource[] = [
  { kind: 'plan', path: '/v1/plans', name: 'Plan', noun: 'plan', tag: 'Plans' },
  {
    kind: 'singlePurchase',
    path: '/v1/single-purchases',
    name: 'SinglePurchase',
    noun: 'single purchase',
    tag: 'Single purchases',
  },
  { kind: 'addOn', path: '/v1/add-ons', name: 'AddOn', noun: 'add-on', tag: 'Add-ons' },
];

export const priceGridRoutes = (deps: ApiDeps): readonly Route[] => resources.map((resource) => gridRoute(deps, resource));

const gridRoute = (deps: ApiDeps, { kind, path, name, noun, tag }: PricedResource): Route =>
  readRoute(
    {
      method: 'GET',
      path: `${path}/{key}/prices`,
      operationId: `list${name}Prices`,
      tag,
      summary: `List the prices of a version of the ${noun} by currency and cadence, with gaps`,
      query: priceGridQuery,
      body: noBody,
      answers: { 200: priceGridView },
      problems: ['not_found'],
    },
    async ({ tenant, params: { key }, query, requestId }) => {
      const question = { kind, key, version: query.version, filter: fromApiPriceFilter(query), sort: query.sort ?? null };
      const read = await readPriceGrid(deps.catalogue, tenant.id, question);
      return answerOf(read, requestId, ({ version, grid }) => ok(toApiPriceGrid(version, grid)));
    },
  );
