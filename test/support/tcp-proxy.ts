import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A TCP proxy that can stop forwarding without closing its connections, as in a network outage. */
export interface TcpProxy {
  /** `host:port` to connect to instead of the server. */
  readonly address: string;
  /** Stops forwarding in both directions; connections stay open. */
  freeze(): void;
  /** Closes the connection on which the server next sends this text, before its client receives it. */
  loseAnswer(containing: string): void;
  close(): Promise<void>;
}

/** Starts a proxy on 127.0.0.1 for a server at `target` (host:port). */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const [host = '', port = ''] = target.split(':');
  const sockets = new Set<Socket>();
  let isFrozen = false;
  let losing: string | undefined;
  const server = createServer((near) => {
    const far = connect({ host, port: Number(port) });
    far.on('data', (bytes) => {
      if (losing === undefined || !bytes.includes(losing)) return;
      losing = undefined;
      near.destroy();
    });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      if (isFrozen) from.pause();
      else from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    freeze() {
      isFrozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    loseAnswer(containing) {
      losing = containing;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
