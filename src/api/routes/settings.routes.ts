import { noBody, noQuery } from '../../contracts/wire/list.ts';
import { settingsChange, settingsView, type SettingsView } from '../../contracts/wire/settings.ts';
import type { TenantSettings } from '../../domain/catalogue/tenant-settings.ts';
import { ok } from '../answer.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../idempotent-route.ts';
import { readRoute, type Route } from '../route.ts';

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
      summary: 'Set the billing frequencies and the policies of the tenant',
      query: noQuery,
      body: settingsChange,
      answers: { 200: settingsView },
      problems: [],
    },
    async ({ body }, writes) => ok(toApiSettings(await writes.changeSettings(body))),
  ),
];

const toApiSettings = ({ revision, billingFrequencies, policies }: TenantSettings): SettingsView => ({
  revision,
  billingFrequencies: billingFrequencies.map(({ every, unit }) => ({ every, unit })),
  policies,
});
