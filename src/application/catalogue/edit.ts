import type { ExpectedRevision } from '../expected-revision.ts';

/** A change of something that is there. */
export interface Edit<C> {
  /** Its key, or its id where it may be named by that. */
  readonly name: string;
  readonly expected: ExpectedRevision;
  readonly change: C;
}
