import type { FormerPrices, PriceKeys } from '../../application/ports/catalogue.ts';
import type { FormerPrice } from '../../domain/catalogue/versions/carry-price-ids.ts';
import { defaultTerms } from '../../domain/catalogue/model/rate-card.ts';
import type { TenantTransaction } from '../database/database.ts';

/**
 * The former prices of offerings and their links by key: for each key the terms of the price in the newest version that has it. One
 * statement for all offerings, none without keys.
 */
export async function findFormerPrices(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  wanted: readonly PriceKeys[],
): Promise<FormerPrices> {
  const asked = wanted.filter(({ keys }) => keys.length > 0);
  if (asked.length === 0) return new Map();
  const rows = await em.execute<FormerPriceRow[]>(selectFormerPrices, [JSON.stringify(asked), tenantId]);
  const byOffering = Map.groupBy(rows, ({ offeringId }) => offeringId);
  return new Map([...byOffering].map(([id, ofOffering]) => [id, ofOffering.map(fromRow)]));
}

interface FormerPriceRow extends FormerPrice {
  readonly offeringId: string;
}

const fromRow = ({ price, linkedCardKey }: FormerPriceRow): FormerPrice => ({
  price: { ...defaultTerms, ...price },
  linkedCardKey,
});

// The index on the version number finds the versions of an offering. If a draft has a key twice, its own price wins over a link's.
const selectFormerPrices = `
  select distinct on (v.offering_id, had.price ->> 'key')
    v.offering_id as "offeringId", had.price, had.linked_card_key as "linkedCardKey"
  from jsonb_to_recordset(?::jsonb) as wanted ("offeringId" text, keys jsonb)
    join offering_version v on v.tenant_id = ? and v.offering_id = wanted."offeringId"
    cross join lateral (
      select jsonb_path_query(v.content, '$.rateCards[*].prices[*]'), null
      union all
      select linked.stated -> 'price', linked.stated ->> 'rateCardKey'
      from jsonb_path_query(v.content, '$.addOns[*].prices[*]') linked (stated)
    ) had (price, linked_card_key)
  where jsonb_exists(wanted.keys, had.price ->> 'key')
  order by v.offering_id, had.price ->> 'key', v.version desc, had.linked_card_key nulls first`;
