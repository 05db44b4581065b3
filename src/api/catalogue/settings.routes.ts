import { noBody, noQuery } from '../../contracts/wire/shared/list.ts';
import { settingsChange, settingsView, type SettingsView } from '../../contracts/wire/catalogue/settings.ts';
import type { TenantSettings } from '../../domain/catalogue/model/tenant-settings.ts';
import { ok } from '../http/answer.ts';
import type { ApiDeps } from '../deps.ts';
import { writeRoute } from '../http/idempotent-route.ts';
import { refuseStale } from '../http/if-match.ts';
import { readRoute, type Route } from '../http/route.ts';
import { staleRefusals } from '../subscription/refusals.ts';

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
      // The change holds the settings, so that what it counted up was their revision. A refusal takes it back.
      const changed = await writes.changeSettings(body);
      const stale = refuseStale({ header, requestId }, { what: 'settings', revision: changed.revision - 1 });
      return stale ?? ok(toApiSettings(changed));
    },
  ),
];

const toApiSettings = ({ revision, billingFrequencies, policies }: TenantSettings): SettingsView => ({
  revision,
  billingFrequencies: billingFrequencies.map(({ every, unit }) => ({ every, unit })),
  policies,
});
