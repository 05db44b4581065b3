import { createServer } from 'node:net';
import { alive } from '../../contracts/wire/shared/health.ts';
import { explainSystemError, OperatorError, systemErrorCode } from '../../runtime/operator-error.ts';

interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Tries the API's address before anything is started, so that a port in use is reported at once.
 * @throws OperatorError naming the port and the setting.
 */
export async function assertPortFree({ host, port }: ListenAddress): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    if (systemErrorCode(error) === 'EADDRINUSE' && (await isAnnexAt({ host, port })))
      throw otherAnnexError({ host, port }, error);
    throw explainListenError(error, { host, port });
  }
  await new Promise((resolve) => server.close(resolve));
}

const probeTimeoutMs = 2_000;

/** Whether the server at this address answers like our /healthz. */
async function isAnnexAt({ host, port }: ListenAddress): Promise<boolean> {
  try {
    const response = await fetch(`http://${reachable(host)}:${port}/healthz`, { signal: AbortSignal.timeout(probeTimeoutMs) });
    const { success } = alive.safeParse(await response.json());
    return response.ok && success;
  } catch {
    // A server without HTTP and JSON is another program.
    return false;
  }
}

/** The address to connect to for a wildcard address. */
const reachable = (host: string): string => {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
};

const otherAnnexError = ({ host, port }: ListenAddress, cause: unknown): OperatorError =>
  new OperatorError(
    `Another Annex, with another data folder, answers on ${host}:${port}. Stop it, or set ANNEX_PORT to a free port, for example ANNEX_PORT=3001.`,
    { cause },
  );

/** The message for a failed listen on the API's address. */
function explainListenError(error: unknown, { host, port }: ListenAddress): unknown {
  return explainSystemError(error, {
    action: `listen on ${host}:${port}`,
    remedy: 'Set ANNEX_PORT (or ANNEX_HOST) to a free one, for example ANNEX_PORT=3001.',
  });
}
