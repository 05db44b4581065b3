import { addOnDraft, addOnDraftChange } from '../../contracts/wire/catalogue/draft.ts';
import {
  addOnChanges,
  addOnEdited,
  addOnInput,
  addOnList,
  addOnVersion,
  addOnVersionList,
  addOnView,
  addOnEdit,
} from '../../contracts/wire/catalogue/offering.ts';
import type { ApiDeps } from '../http/deps.ts';
import type { Route } from '../http/route.ts';
import { fromApiKey } from './key.convert.ts';
import { offeringRoutes } from './offering.routes.ts';
import { fromApiAddOn } from './stated-offering.convert.ts';

export const addOnRoutes = (deps: ApiDeps): readonly Route[] =>
  offeringRoutes(deps, {
    kind: 'addOn',
    path: '/v1/add-ons',
    name: 'AddOn',
    noun: 'add-on',
    tag: 'Add-ons',
    view: addOnView,
    list: addOnList,
    version: addOnVersion,
    versions: addOnVersionList,
    edit: addOnEdit,
    edited: addOnEdited,
    changes: addOnChanges,
    create: {
      summary: 'Create an add-on with its first draft',
      body: addOnInput,
      fromApi: (body) => ({ key: fromApiKey(body), ...fromApiAddOn(body, { productKey: body.productKey }) }),
    },
    draft: {
      body: addOnDraft,
      change: addOnDraftChange,
      fromApi: (body, latest) => fromApiAddOn({ ...body, name: body.name ?? latest.name }, latest),
    },
  });
