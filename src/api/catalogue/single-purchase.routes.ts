import {
  offeringEdit,
  singlePurchaseChanges,
  singlePurchaseEdited,
  type SinglePurchaseInput,
  singlePurchaseInput,
  singlePurchaseList,
  singlePurchaseVersion,
  singlePurchaseVersionList,
  singlePurchaseView,
} from '../../contracts/wire/catalogue/offering.ts';
import { singlePurchaseDraft, singlePurchaseDraftChange } from '../../contracts/wire/catalogue/draft.ts';
import { draftSinglePurchase } from '../../domain/catalogue/versions/draft.ts';
import { fromApiSinglePurchase } from './offering.convert.ts';
import type { ApiDeps } from '../deps.ts';
import type { Route } from '../http/route.ts';
import { type BaseResource, baseRoutes } from './base.routes.ts';
import { draftRoutes } from './draft.routes.ts';

const resource: BaseResource<SinglePurchaseInput> = {
  kind: 'singlePurchase',
  path: '/v1/single-purchases',
  name: 'SinglePurchase',
  noun: 'single purchase',
  tag: 'Single purchases',
  view: singlePurchaseView,
  list: singlePurchaseList,
  version: singlePurchaseVersion,
  edit: offeringEdit,
  edited: singlePurchaseEdited,
  input: singlePurchaseInput,
  changes: singlePurchaseChanges,
  draft: (own, input) => draftSinglePurchase(own, fromApiSinglePurchase(input)),
};

export const singlePurchaseRoutes = (deps: ApiDeps): readonly Route[] => [
  ...baseRoutes(deps, resource),
  ...draftRoutes(deps, {
    ...resource,
    versions: singlePurchaseVersionList,
    draftInput: singlePurchaseDraft,
    draftChange: singlePurchaseDraftChange,
    stated: (own, input) => draftSinglePurchase(own, fromApiSinglePurchase(input)),
  }),
];
