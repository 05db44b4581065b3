import { changeOfferingDraft } from '../../application/catalogue/change-draft.ts';
import { discardOfferingDraft } from '../../application/catalogue/discard-draft.ts';
import { replaceOfferingDraft } from '../../application/catalogue/replace-draft.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { parse } from '../../contracts/wire/shared/parse.ts';
import { exportVersion } from '../catalogue/stated-form.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, ok } from '../http/answer.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { expectedRevision, staleRefusals } from '../http/if-match.ts';
import type { ProblemCode } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { toApiOffering } from './offering.convert.ts';
import { type DraftForms, linkRefusals, type OfferingResource } from './offering-resource.ts';

/** The routes that replace, change and discard the draft of an offering (ADR 0030). */
export const draftRoutes = <B>(deps: ApiDeps, resource: OfferingResource, forms: DraftForms<B>): readonly Route[] => [
  replaceRoute(deps, resource, forms),
  changeRoute(deps, resource, forms),
  discardRoute(deps, resource),
];

const refusalsOf = (resource: OfferingResource): readonly ProblemCode[] => [
  'not_found',
  'invalid_offering',
  'key_already_used',
  'pricing_model_immutable',
  'cycles_immutable',
  ...staleRefusals,
  ...linkRefusals(resource),
];

const replaceRoute = <B>(deps: ApiDeps, resource: OfferingResource, { body, fromApi }: DraftForms<B>): Route =>
  writeRoute(
    deps,
    {
      method: 'PUT',
      path: `${resource.path}/{key}/draft` as const,
      operationId: `replace${resource.name}Draft`,
      tag: resource.tag,
      summary: `Replace the draft of the ${resource.noun}, or create the draft of its next version`,
      query: noQuery,
      body,
      answers: { 200: resource.view },
      problems: refusalsOf(resource),
    },
    async ({ params: { key }, body: stated, header, requestId }, writes) => {
      const named = { kind: resource.kind, key, expected: expectedRevision({ header }) };
      const written = await replaceOfferingDraft(writes, { ...named, state: (latest) => fromApi(stated, latest) });
      return answerOf(written, requestId, (offering) => ok(toApiOffering(offering)));
    },
  );

const changeRoute = <B>(deps: ApiDeps, resource: OfferingResource, { body, change, fromApi }: DraftForms<B>): Route =>
  writeRoute(
    deps,
    {
      method: 'PATCH',
      path: `${resource.path}/{key}/draft` as const,
      operationId: `change${resource.name}Draft`,
      tag: resource.tag,
      summary: `Change the draft of the ${resource.noun}, or create the draft of its next version with the change`,
      query: noQuery,
      body: change,
      answers: { 200: resource.view },
      problems: refusalsOf(resource),
    },
    async (call, writes) => {
      const written = await changeOfferingDraft(writes, {
        kind: resource.kind,
        key: call.params.key,
        expected: expectedRevision(call),
        change: call.body,
        form: {
          write: exportVersion,
          read: (fields, latest) => {
            const whole = parse(body, fields);
            return whole.ok ? { ok: true, value: fromApi(whole.value, latest) } : whole;
          },
        },
      });
      return answerOf(written, call.requestId, (offering) => ok(toApiOffering(offering)));
    },
  );

const discardRoute = (deps: ApiDeps, { kind, path, name, noun, tag, view }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'DELETE',
      path: `${path}/{key}/draft` as const,
      operationId: `discard${name}Draft`,
      tag,
      summary: `Discard the draft of the ${noun}; the version on sale stays`,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found', 'no_draft', 'draft_is_first', ...staleRefusals],
    },
    async ({ params: { key }, header, requestId }, writes) => {
      const discarded = await discardOfferingDraft(writes, { kind, key, expected: expectedRevision({ header }) });
      return answerOf(discarded, requestId, (offering) => ok(toApiOffering(offering)));
    },
  );
