import { noQuery } from '../../contracts/wire/shared/list.ts';
import {
  addOnChanges,
  addOnEdit,
  addOnEdited,
  addOnInput,
  addOnList,
  addOnVersion,
  addOnVersionList,
  addOnView,
} from '../../contracts/wire/catalogue/offering.ts';
import { addOnDraft, addOnDraftChange } from '../../contracts/wire/catalogue/draft.ts';
import { draftAddOn, nextDraft } from '../../domain/catalogue/versions/draft.ts';
import { created, notFound, refusal } from '../http/answer.ts';
import { fromApiAddOn, fromApiChanges, toApiOffering } from './offering.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { fromApiKey } from './key.convert.ts';
import { formerPrices } from '../../application/catalogue/former-prices.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { insertKeyed } from '../../application/catalogue/keyed-insert.ts';
import { newId } from '../../application/new-id.ts';
import { newOffering, prepareDraft } from '../../application/catalogue/offering-drafts.ts';
import type { Route } from '../http/route.ts';
import { draftRoutes } from './draft.routes.ts';
import { type OfferingResource, offeringRoutes } from './offering.routes.ts';

const tag = 'Add-ons';
const resource: OfferingResource = {
  kind: 'addOn',
  path: '/v1/add-ons',
  name: 'AddOn',
  noun: 'add-on',
  tag,
  view: addOnView,
  list: addOnList,
  version: addOnVersion,
  edit: addOnEdit,
  edited: addOnEdited,
};

export const addOnRoutes = (deps: ApiDeps): readonly Route[] => [
  createRoute(deps),
  ...offeringRoutes(deps, resource),
  draftRoute(deps),
  ...draftRoutes(deps, {
    ...resource,
    versions: addOnVersionList,
    draftInput: addOnDraft,
    draftChange: addOnDraftChange,
    stated: (own, input) => draftAddOn(own, fromApiAddOn(input)),
  }),
];

const createRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/add-ons',
      operationId: 'createAddOn',
      tag,
      summary: 'Create an add-on with its first draft',
      query: noQuery,
      body: addOnInput,
      answers: { 201: addOnView },
      problems: ['key_already_used', 'invalid_offering'],
    },
    async ({ body, requestId }, writes) => {
      const prepared = await prepareDraft(writes, 'addOn', body);
      if (!prepared.ok) return refusal(prepared.error, requestId);
      const contents = fromApiAddOn(prepared.value);
      const offering = await insertKeyed(
        { key: fromApiKey(body), name: body.name },
        {
          make: (key) => newOffering(draftAddOn({ id: newId('ver'), productKey: body.productKey, key }, contents)),
          insert: (made) => writes.insertOffering(made),
        },
      );
      return offering.ok ? created(toApiOffering(offering.value)) : refusal(offering.error, requestId);
    },
  );

const draftRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/add-ons/{key}/versions',
      operationId: 'createAddOnVersion',
      tag,
      summary: 'Make a new draft from the last version, with changes',
      query: noQuery,
      body: addOnChanges,
      answers: { 201: addOnView },
      problems: [
        'not_found',
        'draft_exists',
        'invalid_offering',
        'key_already_used',
        'pricing_model_immutable',
        'cycles_immutable',
      ],
    },
    async ({ params, body, requestId }, writes) => {
      const offering = await writes.lockOffering('addOn', params.key);
      if (offering === null) return notFound('add-on', params.key, requestId);
      const prepared = await prepareDraft(writes, 'addOn', body);
      if (!prepared.ok) return refusal(prepared.error, requestId);
      const changes = fromApiChanges(prepared.value, offering.latest);
      const former = await formerPrices(writes, offering, changes);
      const draft = nextDraft(offering.latest, { id: newId('ver'), changes, former });
      if (!draft.ok) return refusal(draft.error, requestId);
      return created(toApiOffering(await writes.insertDraft(offering, draft.value)));
    },
  );
