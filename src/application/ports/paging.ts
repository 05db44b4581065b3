/** A page of a list, in a stable order: what comes after a place, or from the beginning where that is null. */
export interface PageRequest {
  readonly limit: number;
  readonly after: number | null;
}

/** `next` is the place that the next page comes after; null on the last one. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly next: number | null;
}
