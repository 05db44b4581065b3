import { planDraft, planDraftChange } from '../../contracts/wire/catalogue/draft.ts';
import {
  planChanges,
  planEdited,
  planInput,
  planList,
  planVersion,
  planVersionList,
  planView,
  offeringEdit,
} from '../../contracts/wire/catalogue/offering.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Route } from '../http/route.ts';
import { fromApiKey } from './key.convert.ts';
import { offeringRoutes } from './offering.routes.ts';
import { fromApiPlan } from './stated-offering.convert.ts';

export const planRoutes = (deps: ApiDeps): readonly Route[] =>
  offeringRoutes(deps, {
    kind: 'plan',
    path: '/v1/plans',
    name: 'Plan',
    noun: 'plan',
    tag: 'Plans',
    view: planView,
    list: planList,
    version: planVersion,
    versions: planVersionList,
    edit: offeringEdit,
    edited: planEdited,
    changes: planChanges,
    create: {
      summary: 'Create a plan with its first draft',
      body: planInput,
      fromApi: (body) => ({ key: fromApiKey(body), ...fromApiPlan(body, { productKey: body.productKey }) }),
    },
    draft: {
      body: planDraft,
      change: planDraftChange,
      fromApi: (body, latest) => fromApiPlan({ ...body, name: body.name ?? latest.name }, latest),
    },
  });
