/** The search attributes of a subscription's workflow, all of the type Keyword. */
export const searchAttributes = ['AnnexTenant', 'AnnexCustomer', 'AnnexPlan', 'AnnexStatus'] as const;

/** A dynamic config value of the Temporal server, as JSON. */
export type DynamicConfig = Readonly<Record<string, unknown>>;

/**
 * Settings of the local server. Time skipping is for tests and needs the two values after it: without the first a skip across a
 * continue-as-new jumps over boundaries, without the second each skip takes a second. The poll rates save 50 ms of each dispatch.
 * The server buffers Signals during a workflow task and by default fails the task with more than 100 of them (ADR 0044).
 */
export const localDynamicConfig: DynamicConfig = {
  'frontend.WorkflowTimeSkippingEnabled': true,
  'history.workflowIdReuseMinimalInterval': '0s',
  'history.timerProcessorMaxTimeShift': '1ms',
  'history.transferProcessorMaxPollRPS': 10_000,
  'history.timerProcessorMaxPollRPS': 10_000,
  'history.visibilityProcessorMaxPollRPS': 10_000,
  'history.maximumBufferedEventsBatch': 2_000,
};

/**
 * How the local server writes its file. With a write-ahead log that is flushed at checkpoints, a killed process loses nothing and
 * a renewal needs a fifth of the server's CPU that it needs with a rollback journal (docs/performance.md). A power cut may lose
 * the last moments of this server, but not of PostgreSQL, the source of truth.
 */
export const localPragmas = ['journal_mode=WAL', 'synchronous=NORMAL'] as const;
