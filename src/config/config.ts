import { resolve } from 'node:path';
import { logLevels, type LogLevel } from '../runtime/log.ts';
import { reportUnknownVariables } from './known-variables.ts';
import { type RateLimit, readRateLimit } from './rate-limit.ts';
import { readTemporalConnection, type TemporalConnection } from './temporal-connection.ts';
import { createVariableReader, type VariableReader } from './variable-reader.ts';

/** The environment, parsed once and frozen. Undefined means not set. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** The number of reverse proxies in front of the API. */
  readonly trustedProxies: number;
  /** The rate limit of a key, or of an address without one. Undefined: no limit. */
  readonly rateLimit: RateLimit | undefined;
  /** Key of the local sandbox tenant. Secret. */
  readonly apiKey: string | undefined;
  /** Absolute path of the folder of the embedded servers. */
  readonly dataDir: string;
  readonly logLevel: LogLevel | undefined;
  /** The role that the program uses. Secret. Undefined: an embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** The role that owns the tables, for migrations. Secret. */
  readonly databaseOwnerUrl: string | undefined;
  readonly temporal: TemporalConnection;
  /** Path of the `temporal` program that set-up found. */
  readonly temporalCli: string | undefined;
  /** The span over which wakes of one instant are spread. 0: not at all. */
  readonly renewalSpreadMs: number;
  /** The retention of answers to Idempotency-Keys. */
  readonly idempotencyRetentionMs: number;
  /** The retention of outbox rows. */
  readonly outboxRetentionMs: number;
  /** The number of decisions of one workflow run before it continues as new. */
  readonly workflowBudget: number;
  /** Whether workflows run in a thread of their own that the SDK watches. */
  readonly workflowIsolation: 'on' | 'off';
  readonly taskQueue: string;
  /** Warnings about variables that look like a mistake. */
  readonly warnings: readonly string[];
}

/** A config with both addresses, embedded or not. */
export interface ConnectedConfig extends Config {
  readonly databaseUrl: string;
  readonly temporal: TemporalConnection & { readonly address: string };
}

/** An invalid environment. The message lists all issues, each with its variable and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly issues: readonly string[];

  constructor(issues: readonly string[]) {
    super(issues.join('\n'));
    this.issues = issues;
  }
}

/**
 * Parses the environment. Empty variables count as unset.
 * @throws ConfigError with all issues at once.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const reader = createVariableReader(env);
  const config: Config = {
    host: reader.text('ANNEX_HOST') ?? '127.0.0.1',
    port: reader.integer('ANNEX_PORT', { min: 0, max: 65_535 }) ?? 3000,
    trustedProxies: reader.integer('ANNEX_TRUSTED_PROXIES', { min: 0, max: 10 }) ?? 0,
    rateLimit: readRateLimit(reader, 'ANNEX_RATE_LIMIT'),
    apiKey: readApiKey(reader),
    dataDir: resolve(reader.text('ANNEX_DATA_DIR') ?? '.annex'),
    logLevel: reader.choice('ANNEX_LOG_LEVEL', logLevels),
    databaseUrl: reader.url('DATABASE_URL', ['postgres:', 'postgresql:']),
    databaseOwnerUrl: reader.url('ANNEX_DATABASE_OWNER_URL', ['postgres:', 'postgresql:']),
    temporal: readTemporalConnection(reader, env),
    temporalCli: reader.text('ANNEX_TEMPORAL_CLI'),
    renewalSpreadMs: reader.durationMs('RENEWAL_SPREAD') ?? 0,
    idempotencyRetentionMs: readRetention(reader, 'ANNEX_IDEMPOTENCY_RETENTION'),
    outboxRetentionMs: readRetention(reader, 'ANNEX_OUTBOX_RETENTION'),
    workflowBudget: reader.integer('ANNEX_WORKFLOW_BUDGET', { min: 1, max: 1000 }) ?? 6,
    workflowIsolation: reader.choice('ANNEX_WORKFLOW_ISOLATION', ['on', 'off']) ?? 'off',
    taskQueue: reader.text('ANNEX_TASK_QUEUE') ?? 'annex',
    warnings: reportUnknownVariables(env),
  };
  if (reader.issues.length > 0) throw new ConfigError(reader.issues);
  return Object.freeze(config);
}

/**
 * The config of a process that starts no servers.
 * @throws ConfigError if an address is missing.
 */
export function requireConnections(config: Config): ConnectedConfig {
  const { databaseUrl, temporal } = config;
  const { address } = temporal;
  if (databaseUrl !== undefined && address !== undefined) return { ...config, databaseUrl, temporal: { ...temporal, address } };
  const issues = [
    databaseUrl === undefined
      ? 'DATABASE_URL is not set: give the PostgreSQL of this installation, or run `annex dev`, which brings its own.'
      : [],
    address === undefined
      ? 'TEMPORAL_ADDRESS is not set: give host:port of the Temporal server, or run `annex dev`, which brings its own.'
      : [],
  ];
  throw new ConfigError(issues.flat());
}

const dayMs = 86_400_000;

/** The default of 30 days. Rows younger than a day are never removed. */
function readRetention(reader: VariableReader, name: string): number {
  const retentionMs = reader.durationMs(name) ?? 30 * dayMs;
  if (retentionMs < dayMs) reader.refuse(`${name} must be at least a day, such as 7d.`);
  return retentionMs;
}

function readApiKey(reader: VariableReader): string | undefined {
  const key = reader.text('ANNEX_API_KEY');
  if (key !== undefined && !/^[\x21-\x7e]{8,}$/.test(key)) {
    reader.refuse('ANNEX_API_KEY must have at least 8 printable characters without spaces; unset it to have one made.');
  }
  return key;
}
