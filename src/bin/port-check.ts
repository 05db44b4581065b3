import { createServer } from 'node:net';
import { explainSystemError } from '../runtime/operator-error.ts';

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
    throw explainListenError(error, { host, port });
  }
  await new Promise((resolve) => server.close(resolve));
}

/** The sentence for a failed listen on the API's address. */
function explainListenError(error: unknown, { host, port }: ListenAddress): unknown {
  return explainSystemError(error, {
    action: `listen on ${host}:${port}`,
    remedy: 'Set ANNEX_PORT (or ANNEX_HOST) to a free one, for example ANNEX_PORT=3001.',
  });
}
