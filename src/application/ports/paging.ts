/** A page of a list in a stable order: the rows after a position, or the first ones if it is null. */
export interface PageRequest {
  readonly limit: number;
  readonly after: number | null;
}

/** `next` is the position after which the next page begins; null on the last page. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly next: number | null;
}
