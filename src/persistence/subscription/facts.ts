import type { OfferingKind, OfferingVersion, UnitNames } from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import type { PolicySettings } from '../../domain/policy/policy.ts';
import { type FactQuery, type Facts, type LaunchedIds, noneLaunched } from '../../domain/subscription/model/facts.ts';
import type { TenantEntityManager } from '../database/database.ts';
import { fromDbVersion } from '../mapping/version.mapping.ts';
import type { OfferingRow, OfferingVersionRow } from '../schemas/offering.schema.ts';
import type { VersionCache } from '../database/version-cache.ts';

/** Where facts are read: the open transaction, its tenant, and the versions that are known already. */
export interface FactSource {
  readonly em: TenantEntityManager;
  readonly tenantId: string;
  readonly versions: VersionCache;
  /** `held`: what is found on sale cannot be deleted before the transaction ends. */
  readonly onSale?: 'held';
}

/** What the row of a tenant says to a decision. */
export interface TenantFacts {
  readonly policies: PolicySettings;
  readonly edition: number;
}

/** No facts but the tenant's own and the version of the time-zone data. */
export const baseFacts = ({ policies, edition }: TenantFacts): Facts => ({
  versions: {},
  launched: noneLaunched,
  archivedAddOns: [],
  tenantPolicies: policies,
  catalogueEdition: edition,
  timeZoneData: process.versions['tz'] ?? 'unknown',
});

/** The facts that the tenant of the open transaction has itself. */
export async function loadTenantFacts({ em, tenantId }: Pick<FactSource, 'em' | 'tenantId'>): Promise<TenantFacts> {
  const [tenant] = await em.execute<TenantFacts[]>('select policies, catalogue_edition as edition from tenant where id = ?', [
    tenantId,
  ]);
  invariant(tenant, `there is no tenant ${tenantId}`);
  return tenant;
}

/**
 * The known facts with the asked ones added, in one statement at most: none where only launched versions are asked for by
 * id and all of them are in the cache. Throws InvariantError for the id of a version that does not exist.
 */
export async function loadFacts(source: FactSource, known: Facts, queries: readonly FactQuery[]): Promise<Facts> {
  const facts = await findFacts(source, known, queries);
  for (const query of queries)
    if (query.kind === 'version') invariant(facts.versions[query.id], `there is no version ${query.id}`);
  return facts;
}

/** The same for who only shows something: a version that does not exist is left out. */
export async function findFacts(source: FactSource, known: Facts, queries: readonly FactQuery[]): Promise<Facts> {
  const ids = queries.flatMap((query) => (query.kind === 'version' ? [query.id] : []));
  const launched = queries.flatMap((query) =>
    query.kind === 'launched' ? [{ kind: query.offering, key: query.key } as const] : [],
  );
  const cached = ids.flatMap((id) => source.versions.get(source.tenantId, known.catalogueEdition, id) ?? []);
  const rows = await loadVersions(source, {
    ids: ids.filter((id) => !cached.some((version) => version.id === id)),
    launched,
  });
  const loaded = rows.map(({ version }) => version);
  for (const version of loaded) source.versions.keep(source.tenantId, known.catalogueEdition, version);
  const found = [...cached, ...loaded];
  return {
    ...known,
    versions: { ...known.versions, ...Object.fromEntries(found.map((version) => [version.id, version])) },
    launched: launched.reduce((onSale, of) => withLaunched(onSale, of, loaded), known.launched),
    archivedAddOns: [...known.archivedAddOns, ...launched.flatMap((of) => (isArchivedAddOn(of, rows) ? [of.key] : []))],
  };
}

/** The versions that are on sale for these keys; a key without one is left out. */
export async function loadLaunched(
  source: FactSource,
  kind: OfferingKind,
  keys: readonly string[],
): Promise<readonly OfferingVersion[]> {
  const rows = await loadVersions(source, { ids: [], launched: keys.map((key) => ({ kind, key })) });
  return rows.map(({ version }) => version);
}

const isArchivedAddOn = ({ kind, key }: VersionQuery['launched'][number], rows: readonly LoadedVersion[]): boolean =>
  kind === 'addOn' && rows.some(({ version, archived }) => archived && version.kind === kind && version.key === key);

/** The ids with what was found for one more key, null where it is not on sale. */
function withLaunched(
  ids: LaunchedIds,
  { kind, key }: VersionQuery['launched'][number],
  loaded: readonly OfferingVersion[],
): LaunchedIds {
  const found = loaded.find((version) => version.kind === kind && version.key === key && version.status === 'launched');
  return { ...ids, [kind]: { ...ids[kind], [key]: found?.id ?? null } };
}

interface VersionQuery {
  readonly ids: readonly string[];
  readonly launched: readonly { readonly kind: OfferingKind; readonly key: string }[];
}

export type VersionRow = Pick<OfferingVersionRow, 'id' | 'version' | 'status' | 'content' | 'presentation'> &
  Pick<OfferingRow, 'kind' | 'key' | 'productKey'>;

interface SoldVersionRow extends VersionRow {
  readonly units: Readonly<Record<string, UnitNames>> | null;
  readonly archived: boolean;
}

interface LoadedVersion {
  readonly version: OfferingVersion;
  /** Whether its offering is archived. */
  readonly archived: boolean;
}

const selecting = (more: string): string => `
  select v.id, v.version, v.status, v.content, v.presentation, o.kind, o.key, o.product_key as "productKey"${more}
  from offering o join offering_version v on v.tenant_id = o.tenant_id and v.offering_id = o.id
  where o.tenant_id = ?`;

/** Versions with what their offerings say, of one tenant; more conditions may follow. */
export const selectVersions = selecting('');

// The names of units are stamped on lines. An edit of a feature's counts the edition of the catalogue up.
const selectSold = selecting(`, o.archived, (
    select jsonb_object_agg(f.key, f.unit) from feature f
    where f.tenant_id = v.tenant_id and f.unit is not null and f.key in (
      select card ->> 'featureKey' from jsonb_array_elements(v.content -> 'rateCards') card)
  ) as units`);

async function loadVersions(
  { em, tenantId, onSale }: FactSource,
  { ids, launched }: VersionQuery,
): Promise<readonly LoadedVersion[]> {
  const parts: string[] = [];
  const parameters: string[] = [];
  if (ids.length > 0) {
    parts.push(`${selectSold} and v.id in (${ids.map(() => '?').join(', ')})`);
    parameters.push(tenantId, ...ids);
  }
  if (launched.length > 0) {
    const found = `${selectSold} and v.status = 'launched' and (o.kind = 'addOn' or not o.archived) and (o.kind, o.key) in (${launched.map(() => '(?, ?)').join(', ')})`;
    // A union of rows cannot be locked, one of its parts can. Only a deletion waits for this lock, or makes it wait.
    parts.push(onSale === 'held' ? `select * from (${found} for key share of o) held` : found);
    parameters.push(tenantId, ...launched.flatMap(({ kind, key }) => [kind, key]));
  }
  if (parts.length === 0) return [];
  const rows = await em.execute<SoldVersionRow[]>(parts.join(' union all '), parameters);
  return rows.map((row) => {
    const version = fromDbVersion(row, row);
    const { units, archived } = row;
    return { version: units === null ? version : { ...version, featureUnits: units }, archived };
  });
}
