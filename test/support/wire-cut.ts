import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to PostgreSQL that loses an answer on its way, as a network does that fails at the wrong moment. */
export interface WireCut {
  /** The URL by which clients connect through it. */
  readonly url: string;
  /** The connection on which the server next sends these bytes is lost before the client receives them. */
  loseAnswer(containing: string): void;
  /** From now on nothing passes, and both ends keep their connections. */
  freeze(): void;
  close(): Promise<void>;
}

/** Opens it on 127.0.0.1 in front of the server of a URL. */
export async function startWireCut(serverUrl: string): Promise<WireCut> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let losing: string | undefined;
  let isFrozen = false;
  const server = createServer((client) => {
    const far = connect({ host: hostname, port: Number(port) });
    for (const [socket, other] of [
      [client, far],
      [far, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => {
      if (!isFrozen) far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (losing !== undefined && bytes.includes(losing)) {
        losing = undefined;
        client.destroy();
      } else if (!isFrozen) client.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(serverUrl), { hostname: '127.0.0.1', port: String(own) }).href,
    loseAnswer(containing) {
      losing = containing;
    },
    freeze() {
      isFrozen = true;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
