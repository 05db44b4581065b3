import type { NamedBase } from '../../application/catalogue/change-links.ts';
import { linkAddOnTo } from '../../application/catalogue/link-add-on.ts';
import { unlinkAddOnFrom } from '../../application/catalogue/unlink-add-on.ts';
import { linkInput } from '../../contracts/wire/catalogue/offering.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, created, ok } from '../http/answer.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import type { Route } from '../http/route.ts';
import { toApiOffering } from './offering.convert.ts';
import type { OfferingResource } from './offering-resource.ts';
import { fromApiLink } from './stated-offering.convert.ts';

type BaseKind = NamedBase['kind'];

/** The routes of links, for plans and single purchases; an add-on has none. */
export const linkRoutes = (deps: ApiDeps, resource: OfferingResource): readonly Route[] =>
  resource.kind === 'addOn' ? [] : [linkRoute(deps, resource, resource.kind), unlinkRoute(deps, resource, resource.kind)];

const linkRoute = (deps: ApiDeps, resource: OfferingResource, kind: BaseKind): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${resource.path}/{key}/add-ons` as const,
      operationId: kind === 'plan' ? 'linkAddOn' : `linkAddOnTo${resource.name}`,
      tag: resource.tag,
      summary: `Link a launched add-on to the ${resource.noun}`,
      query: noQuery,
      body: linkInput,
      answers: { 201: resource.view },
      problems: [
        'not_found',
        'add_on_not_launched',
        'add_on_archived',
        'plan_version_locked',
        'link_already_exists',
        'invalid_offering',
        'pricing_model_immutable',
        'cycles_immutable',
      ],
    },
    async ({ params: { key }, body, requestId }, writes) => {
      const linked = await linkAddOnTo(writes, { kind, key, link: fromApiLink(body) });
      return answerOf(linked, requestId, (offering) => created(toApiOffering(offering)));
    },
  );

const unlinkRoute = (deps: ApiDeps, resource: OfferingResource, kind: BaseKind): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: `${resource.path}/{key}/add-ons/{addOnKey}` as const,
      operationId: kind === 'plan' ? 'unlinkAddOn' : `unlinkAddOnFrom${resource.name}`,
      tag: resource.tag,
      summary: `Remove the link of an add-on from the ${resource.noun}; existing subscriptions keep the add-on`,
      query: noQuery,
      body: noBody,
      answers: { 200: resource.view },
      problems: ['not_found', 'plan_version_locked', 'invalid_offering'],
    },
    async ({ params: { key, addOnKey }, requestId }, writes) => {
      const unlinked = await unlinkAddOnFrom(writes, { kind, key, addOnKey });
      return answerOf(unlinked, requestId, (offering) => ok(toApiOffering(offering)));
    },
  );
