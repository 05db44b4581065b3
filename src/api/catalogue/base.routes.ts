import type { z } from 'zod';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import {
  linkInput,
  type PlanChanges,
  type PlanInput,
  type SinglePurchaseChanges,
  type SinglePurchaseInput,
} from '../../contracts/wire/catalogue/offering.ts';
import {
  carryAllLinkPrices,
  carryLinkPrices,
  type LinkPriceHistory,
} from '../../domain/catalogue/versions/carry-link-prices.ts';
import { nextDraft } from '../../domain/catalogue/versions/draft.ts';
import { linkAddOn, unlinkAddOn } from '../../domain/catalogue/versions/link.ts';
import type { BaseVersion, OfferingVersion, PlanAddOn } from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import { type PolicyValue, resolvePolicy } from '../../domain/policy/policy.ts';
import type { Result } from '../../domain/refusal.ts';
import { type Answer, created, notFound, ok, refusal } from '../http/answer.ts';
import { fromApiChanges, fromApiLink, toApiOffering } from './offering.convert.ts';
import type { ApiDeps } from '../deps.ts';
import { fromApiKey } from './key.convert.ts';
import { formerPrices } from '../../application/catalogue/former-prices.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { insertKeyed } from '../../application/catalogue/keyed-insert.ts';
import { newId } from '../../application/new-id.ts';
import {
  findLinked,
  knownLinks,
  linkAll,
  newOffering,
  prepareDraft,
  statedLinks,
} from '../../application/catalogue/offering-drafts.ts';
import { launchDraft } from '../../application/catalogue/launch-offering.ts';
import type { CatalogueWrites } from '../../application/ports/catalogue.ts';
import type { Route } from '../http/route.ts';
import { type OfferingResource, offeringRoutes } from './offering.routes.ts';

/** A kind of offering that add-ons attach to. */
export interface BaseResource<I extends PlanInput | SinglePurchaseInput> extends OfferingResource {
  readonly kind: 'plan' | 'singlePurchase';
  readonly path: '/v1/plans' | '/v1/single-purchases';
  readonly input: z.ZodType<I>;
  readonly changes: z.ZodType<PlanChanges | SinglePurchaseChanges>;
  /** The first draft, without add-ons. */
  readonly draft: (own: Pick<BaseVersion, 'id' | 'productKey' | 'key'>, input: I) => BaseVersion;
}

/** Plans and single purchases: made, put on sale, and linked with add-ons. */
export const baseRoutes = <I extends PlanInput | SinglePurchaseInput>(
  deps: ApiDeps,
  resource: BaseResource<I>,
): readonly Route[] => [
  createRoute(deps, resource),
  ...offeringRoutes(deps, resource),
  draftRoute(deps, resource),
  linkRoute(deps, resource),
  unlinkRoute(deps, resource),
];

const createRoute = <I extends PlanInput | SinglePurchaseInput>(
  deps: ApiDeps,
  { kind, path, name, noun, tag, view, input, draft: firstDraft }: BaseResource<I>,
): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path,
      operationId: `create${name}`,
      tag,
      summary: `Create a ${noun} with its first draft`,
      query: noQuery,
      body: input,
      answers: { 201: view },
      problems: ['key_already_used', 'invalid_offering', 'add_on_not_launched', 'add_on_archived', 'link_already_exists'],
    },
    async ({ body, requestId }, writes) => {
      const links = statedLinks(body);
      const launched = await findLinked(writes, links);
      const prepared = await prepareDraft(writes, kind, body);
      if (!prepared.ok) return refusal(prepared.error, requestId);
      const own = { id: newId('ver'), productKey: body.productKey, key: '' };
      const draft = linkAll(firstDraft(own, prepared.value), { links, launched });
      if (!draft.ok) return refusal(draft.error, requestId);
      const offering = await insertKeyed(
        { key: fromApiKey(body), name: body.name },
        {
          make: (key) => newOffering({ ...draft.value, key }),
          insert: (made) => writes.insertOffering(made),
        },
      );
      return offering.ok ? created(toApiOffering(offering.value)) : refusal(offering.error, requestId);
    },
  );

const draftRoute = <I extends PlanInput | SinglePurchaseInput>(
  deps: ApiDeps,
  { kind, path, name, noun, tag, view, changes: changesOf }: BaseResource<I>,
): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${path}/{key}/versions` as const,
      operationId: `create${name}Version`,
      tag,
      summary: 'Make a new draft from the last version, with changes',
      query: noQuery,
      body: changesOf,
      answers: { 201: view },
      problems: [
        'not_found',
        'draft_exists',
        'invalid_offering',
        'key_already_used',
        'add_on_not_launched',
        'add_on_archived',
        'link_already_exists',
        'pricing_model_immutable',
        'cycles_immutable',
      ],
    },
    async ({ params, body, requestId }, writes) => {
      const offering = await writes.lockOffering(kind, params.key);
      if (offering === null) return notFound(noun, params.key, requestId);
      const addOnLinks = statedLinks(body);
      const launched = await findLinked(writes, addOnLinks);
      const prepared = await prepareDraft(writes, kind, body);
      if (!prepared.ok) return refusal(prepared.error, requestId);
      const { addOns, ...changes } = prepared.value;
      const contents = fromApiChanges(changes, offering.latest);
      const stated = addOns === undefined ? contents : { ...contents, addOns: [] };
      const former = await formerPrices(writes, offering, { ...contents, addOns: addOnLinks });
      const next = nextDraft<BaseVersion>(asBase(offering.latest), { id: newId('ver'), changes: stated, former });
      const links = carryAllLinkPrices({ known: knownLinks(offering), former }, addOnLinks);
      if (!links.ok) return refusal(links.error, requestId);
      const draft = next.ok ? linkAll(next.value, { links: links.value, launched }) : next;
      if (!draft.ok) return refusal(draft.error, requestId);
      return created(toApiOffering(await writes.insertDraft(offering, draft.value)));
    },
  );

const linkRoute = <I extends PlanInput | SinglePurchaseInput>(deps: ApiDeps, resource: BaseResource<I>): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${resource.path}/{key}/add-ons` as const,
      operationId: resource.kind === 'plan' ? 'linkAddOn' : `linkAddOnTo${resource.name}`,
      tag: resource.tag,
      summary: `Link a launched add-on to a ${resource.noun}`,
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
    async ({ params, body, requestId }, writes) => {
      const [addOn] = await writes.findLaunchedAddOns([body.addOnKey]);
      const link = fromApiLink(body);
      const change: LinkChange = (newest, { lock, history }) => {
        const carried = carryLinkPrices(history, link);
        return carried.ok ? linkAddOn(newest, { link: carried.value, addOn: addOn ?? null, lock }) : carried;
      };
      return changeLinks(writes, { resource, key: params.key, requestId, status: 201, links: [link], change });
    },
  );

const unlinkRoute = <I extends PlanInput | SinglePurchaseInput>(deps: ApiDeps, resource: BaseResource<I>): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: `${resource.path}/{key}/add-ons/{addOnKey}` as const,
      operationId: resource.kind === 'plan' ? 'unlinkAddOn' : `unlinkAddOnFrom${resource.name}`,
      tag: resource.tag,
      summary: `Take a link off a ${resource.noun}; who has the add-on keeps it`,
      query: noQuery,
      body: noBody,
      answers: { 200: resource.view },
      problems: ['not_found', 'plan_version_locked', 'invalid_offering'],
    },
    async ({ params, requestId }, writes) => {
      const change: LinkChange = (newest, { lock }) => unlinkAddOn(newest, { addOnKey: params.addOnKey, lock });
      return changeLinks(writes, { resource, key: params.key, requestId, status: 200, links: [], change });
    },
  );

type LinkChange = (
  newest: BaseVersion,
  context: { readonly lock: PolicyValue<'compatibility.lock'>; readonly history: LinkPriceHistory },
) => Result<BaseVersion>;

/**
 * Changes the links of the draft. Where the compatibility is open (semantics row 10), a launched version changes too: as the next
 * version, launched at once, so that every subscription keeps the links that it pinned.
 */
async function changeLinks<I extends PlanInput | SinglePurchaseInput>(
  writes: CatalogueWrites,
  edit: {
    readonly resource: BaseResource<I>;
    readonly key: string;
    readonly requestId: string;
    readonly status: 200 | 201;
    /** The links that come in. */
    readonly links: readonly PlanAddOn[];
    readonly change: LinkChange;
  },
): Promise<Answer> {
  const { resource, key, requestId, status, links } = edit;
  const offering = await writes.lockOffering(resource.kind, key);
  if (offering === null) return notFound(resource.noun, key, requestId);
  const newest = asBase(offering.latest);
  const { policies: tenant } = await writes.findSettings();
  const lock = resolvePolicy('compatibility.lock', { plan: newest.policies, tenant }).value;
  const former = await formerPrices(writes, offering, { addOns: links });
  const changed = edit.change(newest, { lock, history: { known: knownLinks(offering), former } });
  if (!changed.ok) return refusal(changed.error, requestId);
  if (newest.status === 'draft') return { ...ok(toApiOffering(await writes.saveDraft(offering, changed.value))), status };
  const { addOns } = changed.value;
  const next = nextDraft<BaseVersion>(newest, { id: newId('ver'), changes: { addOns }, former: [] });
  if (!next.ok) return refusal(next.error, requestId);
  const launched = await launchDraft(writes, await writes.insertDraft(offering, next.value));
  return launched.ok ? { ...ok(toApiOffering(launched.value.offering)), status } : refusal(launched.error, requestId);
}

function asBase(version: OfferingVersion): BaseVersion {
  invariant(version.kind !== 'addOn', 'an add-on has no add-ons');
  return version;
}
