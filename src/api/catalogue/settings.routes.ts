import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { settingsChange, settingsView, type SettingsView } from '../../contracts/wire/catalogue/settings.ts';
import type { TenantSettings } from '../../domain/catalogue/model/tenant-settings.ts';
import { changeSettings } from '../../application/catalogue/change-settings.ts';
import { answerOf, ok } from '../http/answer.ts';
import type { ApiDeps } from '../http/deps.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { expectedRevision, staleRefusals } from '../http/if-match.ts';
import { readRoute, type Route } from '../http/route.ts';

const tag = 'Settings';
const path = '/v1/settings';

export const settingsRoutes = (deps: ApiDeps): readonly Route[] => [
  readRoute(
    {
      method: 'GET',
      path,
      operationId: 'getSettings',
      tag,
      summary: 'Read the settings of the tenant',
      query: noQuery,
      body: noBody,
      answers: { 200: settingsView },
      problems: [],
    },
    async ({ tenant }) => ok(toApiSettings(await deps.catalogue.findSettings(tenant.id))),
  ),
  writeRoute(
    deps,
    {
      method: 'PATCH',
      path,
      operationId: 'changeSettings',
      tag,
      summary: 'Change the billing frequencies and the policies of the tenant',
      query: noQuery,
      body: settingsChange,
      answers: { 200: settingsView },
      problems: staleRefusals,
    },
    async ({ body, header, requestId }, writes) => {
      const changed = await changeSettings(writes, { expected: expectedRevision({ header }), change: body });
      return answerOf(changed, requestId, (settings) => ok(toApiSettings(settings)));
    },
  ),
];

const toApiSettings = ({ revision, billingFrequencies, policies }: TenantSettings): SettingsView => ({
  revision,
  billingFrequencies: billingFrequencies.map(({ every, unit }) => ({ every, unit })),
  policies,
});
