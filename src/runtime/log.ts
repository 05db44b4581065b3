import { pino, type DestinationStream, type Logger } from 'pino';

/** The program's log. Callers create children with request, tenant and subscription ids. */
export type Log = Logger;

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogOptions {
  readonly level: LogLevel;
  /** The destination of the lines; default standard output. */
  readonly destination?: DestinationStream;
}

/** Names of fields that never reach the log, at the top level and one and two levels down. */
const secretFields = [
  'apiKey',
  'password',
  'authorization',
  'secret',
  'token',
  'databaseUrl',
  'databaseOwnerUrl',
  'ownerUrl',
  'appPassword',
];
const secretPaths = secretFields.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** Creates the JSON log of one process. Secrets are replaced by `[redacted]`, passwords inside connection URLs too. */
export function createLog({ level, destination }: LogOptions): Log {
  const options = {
    level,
    base: {},
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secretPaths, censor: '[redacted]' },
    hooks: { streamWrite: redactUrls },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Hides the password of every `scheme://user:password@host` in a line, wherever it stands. */
export function redactUrls(line: string): string {
  return line.replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*):[^\s/@"]+@/gi, '$1:[redacted]@');
}
