import { archiveOffering } from '../../application/catalogue/archive-offering.ts';
import { launchOffering } from '../../application/catalogue/launch-offering.ts';
import { unarchiveOffering } from '../../application/catalogue/unarchive-offering.ts';
import { archiveAnswer } from '../../contracts/wire/catalogue/offering.ts';
import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import type { ApiDeps } from '../http/deps.ts';
import { answerOf, ok } from '../http/answer.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { expectedRevision, staleRefusals } from '../http/if-match.ts';
import type { Route } from '../http/route.ts';
import { toApiOffering, toApiWarned } from './offering.convert.ts';
import type { OfferingResource } from './offering-resource.ts';

export const launchRoute = (deps: ApiDeps, { kind, path, name, noun, tag, edited: view }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${path}/{key}/launch`,
      operationId: `launch${name}`,
      tag,
      summary: `Launch the draft of the ${noun}: put it on sale`,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found', 'nothing_to_launch', 'offering_archived', 'invalid_offering', ...staleRefusals],
    },
    async ({ params: { key }, header, requestId }, writes) => {
      const launched = await launchOffering(writes, { kind, key, expected: expectedRevision({ header }) });
      return answerOf(launched, requestId, (offering) => ok(toApiWarned(offering)));
    },
  );

export const archiveRoute = (deps: ApiDeps, { kind, path, name, noun, tag }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${path}/{key}/archive`,
      operationId: `archive${name}`,
      tag,
      summary: `Archive the ${noun}: take it off sale; existing subscriptions keep it`,
      query: noQuery,
      body: noBody,
      answers: { 200: archiveAnswer },
      problems: ['not_found', 'offering_archived', 'offering_linked'],
    },
    async ({ params: { key }, requestId }, writes) => answerOf(await archiveOffering(writes, { kind, key }), requestId, ok),
  );

export const unarchiveRoute = (deps: ApiDeps, { kind, path, name, noun, tag, view }: OfferingResource): Route =>
  writeRoute(
    deps,
    {
      method: 'POST',
      path: `${path}/{key}/unarchive`,
      operationId: `unarchive${name}`,
      tag,
      summary: `Unarchive the ${noun}: put it on sale again`,
      query: noQuery,
      body: noBody,
      answers: { 200: view },
      problems: ['not_found', 'not_archived'],
    },
    async ({ params: { key }, requestId }, writes) =>
      answerOf(await unarchiveOffering(writes, { kind, key }), requestId, (offering) => ok(toApiOffering(offering))),
  );
