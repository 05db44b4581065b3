import { type Instant, instantAt } from '../domain/time/instant.ts';

/** The time of the workflow task: deterministic in replays, and skipped by the time-skipping test server. */
export const nowInWorkflow = (): Instant => instantAt(Date.now());
