import {
  offeringEdit,
  planChanges,
  planEdited,
  type PlanInput,
  planInput,
  planList,
  planVersion,
  planView,
} from '../../contracts/wire/offering.ts';
import { draftPlan } from '../../domain/catalogue/draft.ts';
import { fromApiPlan } from '../convert/offering.ts';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../route.ts';
import { type BaseResource, baseRoutes } from './base.routes.ts';

const resource: BaseResource<PlanInput> = {
  kind: 'plan',
  path: '/v1/plans',
  name: 'Plan',
  noun: 'plan',
  tag: 'Plans',
  view: planView,
  list: planList,
  version: planVersion,
  edit: offeringEdit,
  edited: planEdited,
  input: planInput,
  changes: planChanges,
  draft: (own, input) => draftPlan(own, fromApiPlan(input)),
};

export const planRoutes = (deps: ApiDeps): readonly Route[] => baseRoutes(deps, resource);
