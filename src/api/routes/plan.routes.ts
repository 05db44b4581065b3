import { noBody, noQuery } from '../../contracts/wire/list.ts';
import { linkInput, planChanges, planInput, planList, planVersion, planView } from '../../contracts/wire/offering.ts';
import { draftPlan, nextDraft } from '../../domain/catalogue/draft.ts';
import { linkAddOn, unlinkAddOn } from '../../domain/catalogue/link.ts';
import type { OfferingVersion, PlanVersion } from '../../domain/catalogue/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import type { Result } from '../../domain/refusal.ts';
import { type Answer, created, notFound, ok, refusal } from '../answer.ts';
import { fromApiChanges, fromApiLink, fromApiPlan, toApiOffering } from '../convert/offering.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../idempotent-route.ts';
import { insertKeyed } from '../keyed-insert.ts';
import { newId } from '../new-id.ts';
import { linkAll, newOffering, unknownProduct } from '../offering-drafts.ts';
import type { CatalogueWrites } from '../ports.ts';
import type { Route } from '../route.ts';
import { type OfferingResource, offeringRoutes } from './offering.routes.ts';

const tag = 'Plans';
const resource: OfferingResource = {
  kind: 'plan',
  path: '/v1/plans',
  name: 'Plan',
  noun: 'plan',
  tag,
  view: planView,
  list: planList,
  version: planVersion,
};

export const planRoutes = (deps: ApiDeps): readonly Route[] => [
  createRoute(deps),
  ...offeringRoutes(deps, resource),
  draftRoute(deps),
  linkRoute(deps),
  unlinkRoute(deps),
];

const createRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/plans',
      operationId: 'createPlan',
      tag,
      summary: 'Create a plan with its first draft',
      query: noQuery,
      body: planInput,
      answers: { 201: planView },
      problems: ['key_already_used', 'invalid_offering', 'add_on_not_launched', 'link_already_exists'],
    },
    async ({ body, requestId }, writes) => {
      const product = await writes.findProduct(body.productKey);
      if (product === null) return refusal(unknownProduct(body.productKey), requestId);
      const own = { id: newId('ver'), productKey: product.key, key: '' };
      const draft = await linkAll(writes, draftPlan(own, fromApiPlan(body)), (body.addOns ?? []).map(fromApiLink));
      if (!draft.ok) return refusal(draft.error, requestId);
      const offering = await insertKeyed(body, {
        make: (key) => newOffering({ ...draft.value, key }),
        insert: (made) => writes.insertOffering(made),
      });
      return offering.ok ? created(toApiOffering(offering.value)) : refusal(offering.error, requestId);
    },
  );

const draftRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/plans/{key}/versions',
      operationId: 'createPlanVersion',
      tag,
      summary: 'Make a new draft from the last version, with changes',
      query: noQuery,
      body: planChanges,
      answers: { 201: planView },
      problems: ['not_found', 'draft_exists', 'add_on_not_launched', 'link_already_exists'],
    },
    async ({ params, body: { addOns, ...changes }, requestId }, writes) => {
      const offering = await writes.lockOffering('plan', params.key);
      if (offering === null) return notFound('plan', params.key, requestId);
      const stated = addOns === undefined ? fromApiChanges(changes) : { ...fromApiChanges(changes), addOns: [] };
      const next = nextDraft<PlanVersion>(asPlan(offering.latest), { id: newId('ver'), changes: stated });
      const draft = next.ok ? await linkAll(writes, next.value, (addOns ?? []).map(fromApiLink)) : next;
      if (!draft.ok) return refusal(draft.error, requestId);
      return created(toApiOffering(await writes.insertDraft(offering, draft.value)));
    },
  );

const linkRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: '/v1/plans/{key}/add-ons',
      operationId: 'linkAddOn',
      tag,
      summary: 'Link a launched add-on to the draft of a plan',
      query: noQuery,
      body: linkInput,
      answers: { 201: planView },
      problems: ['not_found', 'add_on_not_launched', 'plan_version_locked', 'link_already_exists'],
    },
    async ({ params, body, requestId }, writes) => {
      const [addOn] = await writes.findLaunchedAddOns([body.addOnKey]);
      const link = fromApiLink(body);
      const change = (draft: PlanVersion) => linkAddOn(draft, link, addOn ?? null);
      return editDraft(writes, { key: params.key, requestId, status: 201, change });
    },
  );

const unlinkRoute = (deps: ApiDeps): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: '/v1/plans/{key}/add-ons/{addOnKey}',
      operationId: 'unlinkAddOn',
      tag,
      summary: 'Take a link off the draft of a plan',
      query: noQuery,
      body: noBody,
      answers: { 200: planView },
      problems: ['not_found', 'plan_version_locked'],
    },
    async ({ params, requestId }, writes) => {
      const change = (draft: PlanVersion) => unlinkAddOn(draft, params.addOnKey);
      return editDraft(writes, { key: params.key, requestId, status: 200, change });
    },
  );

async function editDraft(
  writes: CatalogueWrites,
  edit: {
    readonly key: string;
    readonly requestId: string;
    readonly status: 200 | 201;
    readonly change: (draft: PlanVersion) => Result<PlanVersion>;
  },
): Promise<Answer> {
  const offering = await writes.lockOffering('plan', edit.key);
  if (offering === null) return notFound('plan', edit.key, edit.requestId);
  const changed = edit.change(asPlan(offering.latest));
  if (!changed.ok) return refusal(changed.error, edit.requestId);
  return { ...ok(toApiOffering(await writes.saveDraft(offering, changed.value))), status: edit.status };
}

function asPlan(version: OfferingVersion): PlanVersion {
  invariant(version.kind === 'plan', 'an offering of the kind plan has plan versions');
  return version;
}
