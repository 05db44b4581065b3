import type { OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { invariant } from '../../domain/invariant.ts';
import type { PolicySettings } from '../../domain/policy/policy.ts';
import { type FactQuery, type Facts, type LaunchedIds, noneLaunched } from '../../domain/subscription/model/facts.ts';
import { type HoldOnSale, loadSoldVersions, type SoldVersion, type VersionQuery } from '../catalogue/sold-versions.ts';
import type { TenantTransaction } from '../database/database.ts';
import type { SqlRunner } from '../database/pipelined-pool.ts';

/** The open transaction in which facts are read. */
export interface FactSource extends Omit<TenantTransaction, 'em'> {
  readonly em: SqlRunner;
  readonly onSale?: HoldOnSale;
}

/** The fields of a tenant that a decision needs. */
export interface TenantFacts {
  readonly policies: PolicySettings;
  readonly edition: number;
}

/** The facts that need no query: those of the tenant and the version of the time-zone data. */
export const baseFacts = ({ policies, edition }: TenantFacts): Facts => ({
  versions: {},
  launched: noneLaunched,
  archivedAddOns: [],
  tenantPolicies: policies,
  catalogueEdition: edition,
  timeZoneData: process.versions['tz'] ?? 'unknown',
});

/** Reads the facts of the tenant of the open transaction. */
export async function loadTenantFacts({ em, tenantId }: Pick<FactSource, 'em' | 'tenantId'>): Promise<TenantFacts> {
  const [tenant] = await em.execute<TenantFacts[]>('select policies, catalogue_edition as edition from tenant where id = ?', [
    tenantId,
  ]);
  invariant(tenant, `there is no tenant ${tenantId}`);
  return tenant;
}

/**
 * Adds the requested facts to the known ones, with one statement at most: none if only launched versions are requested by
 * id and all of them are in the cache. Throws InvariantError for the id of a version that does not exist.
 */
export async function loadFacts(source: FactSource, known: Facts, queries: readonly FactQuery[]): Promise<Facts> {
  const facts = await findFacts(source, known, queries);
  for (const query of queries)
    if (query.kind === 'version') invariant(facts.versions[query.id], `there is no version ${query.id}`);
  return facts;
}

/** Like `loadFacts`, but leaves out versions that do not exist. */
export async function findFacts(source: FactSource, known: Facts, queries: readonly FactQuery[]): Promise<Facts> {
  const ids = queries.flatMap((query) => (query.kind === 'version' ? [query.id] : []));
  const launched = queries.flatMap((query) =>
    query.kind === 'launched' ? [{ kind: query.offering, key: query.key } as const] : [],
  );
  const cached = ids.flatMap((id) => source.versions.get(source.tenantId, known.catalogueEdition, id) ?? []);
  const rows = await loadSoldVersions(source, {
    ids: ids.filter((id) => !cached.some((version) => version.id === id)),
    launched,
    ...(source.onSale === undefined ? {} : { onSale: source.onSale }),
  });
  const loaded = rows.map(({ version }) => version);
  for (const version of loaded) source.versions.put(source.tenantId, known.catalogueEdition, version);
  const found = [...cached, ...loaded];
  return {
    ...known,
    versions: { ...known.versions, ...Object.fromEntries(found.map((version) => [version.id, version])) },
    launched: launched.reduce((onSale, of) => withLaunched(onSale, of, loaded), known.launched),
    archivedAddOns: [...known.archivedAddOns, ...launched.flatMap((of) => (isArchivedAddOn(of, rows) ? [of.key] : []))],
  };
}

const isArchivedAddOn = ({ kind, key }: VersionQuery['launched'][number], rows: readonly SoldVersion[]): boolean =>
  kind === 'addOn' && rows.some(({ version, archived }) => archived && version.kind === kind && version.key === key);

/** Adds the id for one more key; null if the offering is not on sale. */
function withLaunched(
  ids: LaunchedIds,
  { kind, key }: VersionQuery['launched'][number],
  loaded: readonly OfferingVersion[],
): LaunchedIds {
  const found = loaded.find((version) => version.kind === kind && version.key === key && version.status === 'launched');
  return { ...ids, [kind]: { ...ids[kind], [key]: found?.id ?? null } };
}
