import { singlePurchaseDraft, singlePurchaseDraftChange } from '../../contracts/wire/catalogue/draft.ts';
import {
  singlePurchaseChanges,
  singlePurchaseEdited,
  singlePurchaseInput,
  singlePurchaseList,
  singlePurchaseVersion,
  singlePurchaseVersionList,
  singlePurchaseView,
  offeringEdit,
} from '../../contracts/wire/catalogue/offering.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Route } from '../http/route.ts';
import { fromApiKey } from './key.convert.ts';
import { offeringRoutes } from './offering.routes.ts';
import { fromApiSinglePurchase } from './stated-offering.convert.ts';

export const singlePurchaseRoutes = (deps: ApiDeps): readonly Route[] =>
  offeringRoutes(deps, {
    kind: 'singlePurchase',
    path: '/v1/single-purchases',
    name: 'SinglePurchase',
    noun: 'single purchase',
    tag: 'Single purchases',
    view: singlePurchaseView,
    list: singlePurchaseList,
    version: singlePurchaseVersion,
    versions: singlePurchaseVersionList,
    edit: offeringEdit,
    edited: singlePurchaseEdited,
    changes: singlePurchaseChanges,
    create: {
      summary: 'Create a single purchase with its first draft',
      body: singlePurchaseInput,
      fromApi: (body) => ({ key: fromApiKey(body), ...fromApiSinglePurchase(body, { productKey: body.productKey }) }),
    },
    draft: {
      body: singlePurchaseDraft,
      change: singlePurchaseDraftChange,
      fromApi: (body, latest) => fromApiSinglePurchase({ ...body, name: body.name ?? latest.name }, latest),
    },
  });
