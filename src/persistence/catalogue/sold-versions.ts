import type { AddOnVersion, OfferingKind, OfferingVersion, UnitNames } from '../../domain/catalogue/model/offering.ts';
import type { VersionId } from '../../domain/ids.ts';
import type { TenantTransaction } from '../database/database.ts';
import type { SqlRunner } from '../database/pipelined-pool.ts';
import { fromDbVersion } from '../mapping/version.mapping.ts';
import type { OfferingRow, OfferingVersionRow } from '../schemas/offering.schema.ts';

/** Versions by their ids, and those on sale by the keys of their offerings. */
export interface VersionQuery {
  readonly ids: readonly VersionId[];
  readonly launched: readonly { readonly kind: OfferingKind; readonly key: string }[];
  readonly onSale?: HoldOnSale;
}

/**
 * Whether an offering found on sale cannot be deleted before the transaction ends. `held` waits for a deletion under way; `heldIfFree`
 * never waits and does not find what is being deleted.
 */
export type HoldOnSale = 'held' | 'heldIfFree';

export interface SoldVersion {
  readonly version: OfferingVersion;
  /** Whether its offering is archived. */
  readonly archived: boolean;
}

export type VersionRow = Pick<OfferingVersionRow, 'id' | 'version' | 'status' | 'content' | 'presentation'> &
  Pick<OfferingRow, 'kind' | 'key' | 'productKey'>;

interface SoldVersionRow extends VersionRow {
  readonly units: Readonly<Record<string, UnitNames>> | null;
  readonly archived: boolean;
}

const selectWith = (more: string): string => `
  select v.id, v.version, v.status, v.content, v.presentation, o.kind, o.key, o.product_key as "productKey"${more}
  from offering o join offering_version v on v.tenant_id = o.tenant_id and v.offering_id = o.id
  where o.tenant_id = ?`;

/** Selects versions of one tenant with the fields of their offerings; callers may append conditions. */
export const selectVersions = selectWith('');

// Invoice lines store the unit names, so versions contain them. An edit of a feature's names increments the catalogue edition.
const selectSold = selectWith(`, o.archived, (
    select jsonb_object_agg(f.key, f.unit) from feature f
    where f.tenant_id = v.tenant_id and f.unit is not null and f.key in (
      select card ->> 'featureKey' from jsonb_array_elements(v.content -> 'rateCards') card)
  ) as units`);

/**
 * Versions for decisions, with the unit names of their features. One statement, or none for an empty query. Versions that do not
 * exist are left out. An archived add-on counts as on sale, another archived offering does not (ADR 0015).
 */
export async function loadSoldVersions(
  { em, tenantId }: Pick<TenantTransaction, 'tenantId'> & { readonly em: SqlRunner },
  { ids, launched, onSale }: VersionQuery,
): Promise<readonly SoldVersion[]> {
  const parts: string[] = [];
  const parameters: string[] = [];
  if (ids.length > 0) {
    parts.push(`${selectSold} and v.id in (${ids.map(() => '?').join(', ')})`);
    parameters.push(tenantId, ...ids);
  }
  if (launched.length > 0) {
    const found = `${selectSold} and v.status = 'launched' and (o.kind = 'addOn' or not o.archived) and (o.kind, o.key) in (${launched.map(() => '(?, ?)').join(', ')})`;
    // PostgreSQL cannot lock rows of a union, only of its parts. Only a deletion conflicts with this lock.
    const unlessTaken = onSale === 'heldIfFree' ? ' skip locked' : '';
    parts.push(onSale === undefined ? found : `select * from (${found} for key share of o${unlessTaken}) held`);
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

/** The launched versions of add-ons, archived ones included; a key without one is left out. */
export async function loadLaunchedAddOns(
  transaction: Pick<TenantTransaction, 'em' | 'tenantId'>,
  keys: readonly string[],
): Promise<readonly AddOnVersion[]> {
  const rows = await loadSoldVersions(transaction, { ids: [], launched: keys.map((key) => ({ kind: 'addOn', key })) });
  return rows.map(({ version }) => version).filter((version) => version.kind === 'addOn');
}
