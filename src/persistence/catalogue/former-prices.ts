import type { FormerPrices, WantedPrices } from '../../application/ports/catalogue.ts';
import type { FormerPrice } from '../../domain/catalogue/versions/carry-price-ids.ts';
import { plainTerms } from '../../domain/catalogue/model/rate-card.ts';
import type { TenantTransaction } from '../database/database.ts';

/**
 * The prices that offerings had under these keys in any version, their own and those of their links: of each key the one in the
 * newest version that has it, by its terms alone. One statement for all offerings, none where no key is asked for.
 */
export async function findFormerPrices(
  { em, tenantId }: Pick<TenantTransaction, 'em' | 'tenantId'>,
  wanted: readonly WantedPrices[],
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
  price: { ...plainTerms, ...price },
  linkedCardKey,
});

// The versions of an offering are found by the index on their number. A draft may have a key twice: its own price goes first.
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
