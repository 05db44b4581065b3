import { readFileSync } from 'node:fs';
import type { VariableReader } from './variable-reader.ts';

/** How to reach the Temporal server. The variables are those of Temporal's environment configuration. */
export interface TemporalConnection {
  /** Host and port. Undefined: an embedded server. */
  readonly address: string | undefined;
  readonly namespace: string;
  /** Secret. Setting it switches TLS on unless TEMPORAL_TLS=false. */
  readonly apiKey: string | undefined;
  readonly tls: TemporalTls | undefined;
}

/** Certificates in PEM. Everything left out: the public authorities, no client certificate. */
export interface TemporalTls {
  readonly serverRootCaCertificate?: Buffer;
  readonly serverNameOverride?: string;
  readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer };
}

/**
 * Reads the connection to Temporal.
 * @see https://docs.temporal.io/references/client-environment-configuration
 */
export function readTemporalConnection(reader: VariableReader): TemporalConnection {
  const address = reader.text('TEMPORAL_ADDRESS');
  if (address !== undefined && !/^\S+:\d+$/.test(address))
    reader.refuse('TEMPORAL_ADDRESS must be host:port, such as localhost:7233.');
  const apiKey = reader.text('TEMPORAL_API_KEY');
  return {
    address,
    namespace: reader.text('TEMPORAL_NAMESPACE') ?? 'default',
    apiKey,
    tls: readTls(reader, apiKey !== undefined),
  };
}

function readTls(reader: VariableReader, hasApiKey: boolean): TemporalTls | undefined {
  const certificate = readPem(reader, 'TEMPORAL_TLS_CLIENT_CERT');
  const key = readPem(reader, 'TEMPORAL_TLS_CLIENT_KEY');
  const authority = readPem(reader, 'TEMPORAL_TLS_SERVER_CA_CERT');
  const serverName = reader.text('TEMPORAL_TLS_SERVER_NAME');
  if ((certificate === undefined) !== (key === undefined)) {
    reader.refuse('TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH belong together: set both or none.');
  }
  const isWanted = hasApiKey || [certificate, authority, serverName].some((value) => value !== undefined);
  if (!(reader.flag('TEMPORAL_TLS') ?? isWanted)) return undefined;
  return {
    ...(authority === undefined ? {} : { serverRootCaCertificate: authority }),
    ...(serverName === undefined ? {} : { serverNameOverride: serverName }),
    ...(certificate === undefined || key === undefined ? {} : { clientCertPair: { crt: certificate, key } }),
  };
}

/** Each certificate comes as a file (`…_PATH`) or as its text (`…_DATA`). */
function readPem(reader: VariableReader, name: string): Buffer | undefined {
  const [path, data] = [reader.text(`${name}_PATH`), reader.text(`${name}_DATA`)];
  if (data !== undefined) return Buffer.from(data);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (error) {
    reader.refuse(`${name}_PATH names a file that cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
    return undefined;
  }
}
