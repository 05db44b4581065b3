import { type Instant, instantAt } from '../domain/time/instant.ts';

/** The time of the workflow task: the same in every replay; the server can skip it in tests. */
export const nowInWorkflow = (): Instant => instantAt(Date.now());
