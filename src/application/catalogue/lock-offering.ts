import type { Offering, OfferingKind } from '../../domain/catalogue/model/offering.ts';
import type { Result } from '../../domain/refusal.ts';
import { type ExpectedRevision, findExpected } from '../expected-revision.ts';
import type { CatalogueWrites } from '../ports/catalogue.ts';
import { offeringNouns } from './offering-noun.ts';

/** A named offering, with the revision that the caller expects, if any. */
export interface NamedOffering {
  readonly kind: OfferingKind;
  readonly key: string;
  readonly expected?: ExpectedRevision;
}

/** Locks an offering until the end of the transaction. Refuses `not_found`, `if_match_invalid` and `revision_mismatch`. */
export const lockOffering = async (writes: CatalogueWrites, named: NamedOffering): Promise<Result<Offering>> =>
  checkFound(await writes.lockOffering(named.kind, named.key), named);

/** The same for a deletion. */
export const lockForDeletion = async (writes: CatalogueWrites, named: NamedOffering): Promise<Result<Offering>> =>
  checkFound(await writes.lockForDeletion(named.kind, named.key), named);

const checkFound = (found: Offering | null, { kind, key, expected = 'any' }: NamedOffering): Result<Offering> =>
  findExpected(found, { kind: offeringNouns[kind], name: key, expected });
