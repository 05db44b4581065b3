import type { ExpectedRevision } from '../expected-revision.ts';

/** A change of an existing object. */
export interface Edit<C> {
  /** Its key or, for customers, its id. */
  readonly name: string;
  readonly expected: ExpectedRevision;
  readonly change: C;
}
