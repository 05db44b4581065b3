import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import type { VariableReader } from './variable-reader.ts';

/** How to reach the Temporal server. */
export interface TemporalConnection {
  /** Host and port. Undefined: an embedded server. */
  readonly address: string | undefined;
  readonly namespace: string;
  /** API key, TLS and headers, as the SDK's connections take them. Secret. */
  readonly options: Pick<ClientConnectConfig['connectionOptions'], 'apiKey' | 'tls' | 'metadata'>;
}

/**
 * Reads the connection to Temporal as every Temporal tool does: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY and
 * TEMPORAL_TLS_*, or a profile of a file if TEMPORAL_CONFIG_FILE or TEMPORAL_PROFILE is set. Ignores a default file
 * otherwise: a local start must not connect to a remote server.
 * @see https://docs.temporal.io/references/client-environment-configuration
 */
export function readTemporalConnection(reader: VariableReader, env: NodeJS.ProcessEnv): TemporalConnection {
  const wantsFile = reader.text('TEMPORAL_CONFIG_FILE') !== undefined || reader.text('TEMPORAL_PROFILE') !== undefined;
  const { connectionOptions, namespace } = load(reader, { env: namedVariables(env), disableFile: !wantsFile });
  const { address, ...options } = connectionOptions;
  if (address !== undefined && !/^\S+:\d+$/.test(address)) {
    reader.refuse('TEMPORAL_ADDRESS must be host:port, such as localhost:7233.');
  }
  return { address, namespace: namespace ?? 'default', options };
}

function load(
  reader: VariableReader,
  { env, disableFile }: { readonly env: Record<string, string>; readonly disableFile: boolean },
): ClientConnectConfig {
  try {
    return loadClientConnectConfig({ overrideEnvVars: env, disableFile });
  } catch (error) {
    reader.refuse(`TEMPORAL_*: ${error instanceof Error ? error.message : String(error)}.`);
    return { connectionOptions: {} };
  }
}

/** The variables for Temporal that are set; an empty one counts as unset. */
const namedVariables = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      name.startsWith('TEMPORAL_') && value !== undefined && value.trim() !== '' ? [[name, value.trim()]] : [],
    ),
  );
