import { accepted, type Result } from '../domain/refusal.ts';
import { notFound } from '../domain/refusals/catalogue.ts';
import { ifMatchInvalid, revisionMismatch } from '../domain/refusals/requests.ts';

/** The revision that a caller expects; `unreadable` if it sent something that is not a revision. */
export type ExpectedRevision = number | 'any' | 'unreadable';

/** An object with a revision, as a caller names it. */
interface Expectation {
  /** The noun for sentences, such as `add-on`. */
  readonly kind: string;
  readonly name: string;
  readonly expected: ExpectedRevision;
}

/** Checks that an object was found at the expected revision. Refuses `not_found`, and as `checkRevision` does. */
export function findExpected<T extends { readonly revision: number }>(found: T | null, expectation: Expectation): Result<T> {
  if (found === null) return notFound(expectation);
  const checked = checkRevision(found.revision, expectation);
  return checked.ok ? accepted(found) : checked;
}

/** Compares the revision with the expected one. Refuses `if_match_invalid` for an unreadable one and `revision_mismatch`. */
export function checkRevision(revision: number, { kind, expected }: Omit<Expectation, 'name'>): Result<number> {
  if (expected === 'any' || expected === revision) return accepted(revision);
  if (expected === 'unreadable') return ifMatchInvalid({ kind });
  return revisionMismatch({ kind, revision, expected });
}
