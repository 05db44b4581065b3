import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { assertPortFree } from '../../src/bin/local/port-check.ts';

describe('assertPortFree', () => {
  it('names the port in use and the setting that changes it', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(assertPortFree({ host: '127.0.0.1', port })).rejects.toThrow(
      `Cannot listen on 127.0.0.1:${port}: another program already uses this port. Set ANNEX_PORT (or ANNEX_HOST) to a free one, for example ANNEX_PORT=3001.`,
    );
    await new Promise((resolve) => server.close(resolve));
    await expect(assertPortFree({ host: '127.0.0.1', port })).resolves.toBeUndefined();
  });
});
