import {
  offeringEdit,
  planChanges,
  planEdited,
  type PlanInput,
  planInput,
  planList,
  planVersion,
  planVersionList,
  planView,
} from '../../contracts/wire/catalogue/offering.ts';
import { planDraft, planDraftChange } from '../../contracts/wire/catalogue/draft.ts';
import { draftPlan } from '../../domain/catalogue/versions/draft.ts';
import { fromApiPlan } from './offering.convert.ts';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../http/route.ts';
import { type BaseResource, baseRoutes } from './base.routes.ts';
import { draftRoutes } from './draft.routes.ts';

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

export const planRoutes = (deps: ApiDeps): readonly Route[] => [
  ...baseRoutes(deps, resource),
  ...draftRoutes(deps, {
    ...resource,
    versions: planVersionList,
    draftInput: planDraft,
    draftChange: planDraftChange,
    stated: (own, input) => draftPlan(own, fromApiPlan(input)),
  }),
];
