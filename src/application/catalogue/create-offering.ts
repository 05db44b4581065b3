import type { Offering, OfferingVersion } from '../../domain/catalogue/model/offering.ts';
import { linksIn } from '../../domain/catalogue/versions/carry-link-prices.ts';
import type { Result } from '../../domain/refusal.ts';
import { newId, newVersionId } from '../new-id.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { findLinkedAddOns, setLinks } from './draft-links.ts';
import { insertKeyed } from './keyed-insert.ts';
import { prepareDraft } from './prepare-draft.ts';
import type { StatedOffering } from './stated-offering.ts';

/** A new offering. A null key is derived from the name. */
export interface NewOffering extends StatedOffering {
  readonly key: string | null;
}

/**
 * Creates an offering with a first draft and the new features of its rate cards. Refuses as the rules of a draft do, and
 * `key_already_used`. The launch checks the rest.
 */
export async function createOffering(writes: CatalogueWrites, { key, ...stated }: NewOffering): Promise<Result<Offering>> {
  const links = linksIn([stated.version]);
  const launched = await findLinkedAddOns(writes, links);
  const prepared = await prepareDraft(writes, stated, ['product', 'customFields']);
  if (!prepared.ok) return prepared;
  const linked = prepared.value.kind === 'addOn' ? prepared : setLinks(prepared.value, { links, launched });
  if (!linked.ok) return linked;
  const draft = { ...linked.value, id: newVersionId() };
  return insertKeyed(
    { key, name: draft.name },
    {
      make: (made) => newOffering({ ...draft, key: made }),
      insert: (offering) => writes.insertOffering(offering),
    },
  );
}

const newOffering = (draft: OfferingVersion): Offering => ({
  id: newId('off'),
  kind: draft.kind,
  key: draft.key,
  productKey: draft.productKey,
  archived: false,
  revision: 1,
  latest: draft,
  launched: null,
});
