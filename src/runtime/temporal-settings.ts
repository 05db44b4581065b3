/** Search attributes that a subscription's workflow carries; all are of the type Keyword. */
export const searchAttributes = ['AnnexTenant', 'AnnexCustomer', 'AnnexPlan', 'AnnexStatus'] as const;

/** A dynamic config value of the Temporal server, as JSON. */
export type DynamicConfig = Readonly<Record<string, unknown>>;

/**
 * Settings of the local server. Time skipping serves tests and needs the two values after it: without the first a skip across a
 * continue-as-new jumps over boundaries, without the second each skip takes a second. The poll rates take 50 ms off each dispatch. Signals that arrive while a
 * workflow task lasts are held back, and with more than 100 of them the server gives the task up (ADR 0044): here it takes more.
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
 * a renewal costs a fifth of the server's CPU that it costs with a rollback journal (docs/performance.md). A power cut may take
 * the last moments of the server with it, never of PostgreSQL, which holds what is true.
 */
export const localPragmas = ['journal_mode=WAL', 'synchronous=NORMAL'] as const;
