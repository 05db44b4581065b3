import { accepted, type Result } from '../domain/refusal.ts';
import { notFound } from '../domain/refusals/catalogue.ts';
import { ifMatchInvalid, revisionMismatch } from '../domain/refusals/requests.ts';

/** The revision at which a caller expects what it changes; `unreadable` where what it sent is no revision at all. */
export type ExpectedRevision = number | 'any' | 'unreadable';

/** Something with a revision, as a caller asks for it. */
interface Wanted {
  /** What kind of thing it is, in a sentence: `add-on`. */
  readonly kind: string;
  readonly name: string;
  readonly expected: ExpectedRevision;
}

/** What was found under a name, at the revision that the caller expects. Refuses `not_found`, and what `checkRevision` refuses. */
export function findExpected<T extends { readonly revision: number }>(found: T | null, wanted: Wanted): Result<T> {
  if (found === null) return notFound(wanted);
  const checked = checkRevision(found.revision, wanted);
  return checked.ok ? accepted(found) : checked;
}

/** Refuses `if_match_invalid` for an expectation that is no revision, and `revision_mismatch` for another one than there is. */
export function checkRevision(revision: number, { kind, expected }: Omit<Wanted, 'name'>): Result<number> {
  if (expected === 'any' || expected === revision) return accepted(revision);
  if (expected === 'unreadable') return ifMatchInvalid({ kind });
  return revisionMismatch({ kind, revision, expected });
}
