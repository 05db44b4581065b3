/** The search attributes of a subscription's workflow, all of the type Keyword. */
export const searchAttributes = ['AnnexTenant', 'AnnexCustomer', 'AnnexPlan', 'AnnexStatus'] as const;

/** A dynamic config value of the Temporal server, as JSON. */
export type DynamicConfig = Readonly<Record<string, unknown>>;

/**
 * Settings of the local server. Time skipping is for tests; without the second value a skip across a continue-as-new jumps over
 * boundaries. The poll rates save 50 ms of each dispatch. The server buffers Signals during a workflow task and by default fails the
 * task with more than 100 of them (ADR 0044).
 */
export const localDynamicConfig: DynamicConfig = {
  'frontend.WorkflowTimeSkippingEnabled': true,
  'history.workflowIdReuseMinimalInterval': '0s',
  'history.transferProcessorMaxPollRPS': 10_000,
  'history.visibilityProcessorMaxPollRPS': 10_000,
  'history.maximumBufferedEventsBatch': 2_000,
};

/**
 * More settings for tests that skip time: by default a skip takes a second, and so does a timer of less. The timers
 * of renewals do not need them.
 */
export const testDynamicConfig: DynamicConfig = {
  'history.timerProcessorMaxTimeShift': '1ms',
  'history.timerProcessorMaxPollRPS': 10_000,
};

/**
 * The environment of the local server. Go collects garbage when the heap has grown by 400 % instead of 100 %: less CPU for more
 * memory.
 */
export const localEnvironment: NodeJS.ProcessEnv = { GOGC: '400' };

/**
 * How the local server writes its file. With a write-ahead log that is flushed at checkpoints, a killed process loses nothing and
 * a renewal needs a fifth of the server's CPU that it needs with a rollback journal (docs/performance.md). A power cut may lose
 * the last moments of this server, but not of PostgreSQL, the source of truth.
 */
export const localPragmas = ['journal_mode=WAL', 'synchronous=NORMAL'] as const;
