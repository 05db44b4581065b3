import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemErrorCode } from './operator-error.ts';

/** Ports of the local servers, stored beside the data so that the addresses survive restarts. */
export type PortName = 'postgres' | 'temporal' | 'temporalUi' | 'temporalHttp';

/** The first candidates for a free port if none is stored. */
const firstChoices = {
  postgres: 5433,
  temporal: 7233,
  temporalUi: 8233,
  temporalHttp: 7243,
} satisfies Record<PortName, number>;

const portNames = ['postgres', 'temporal', 'temporalUi', 'temporalHttp'] as const satisfies readonly PortName[];
const searchedPorts = 200;

/**
 * Finds a free port on 127.0.0.1 for every local server: the stored one, else the first free one from a fixed start
 * upwards, and stores them in `<dataDir>/ports.json`. Another program may still take a port before the server does.
 */
export async function choosePorts(dataDir: string): Promise<Readonly<Record<PortName, number>>> {
  const stored = readStoredPorts(dataDir);
  const chosen = { ...firstChoices };
  const taken = new Set<number>();
  for (const name of portNames) {
    chosen[name] = await firstFreePort([stored[name] ?? 0, ...candidates(firstChoices[name])], taken);
    taken.add(chosen[name]);
  }
  storePorts(dataDir, chosen);
  return chosen;
}

/** The last port of a server of this data folder; undefined if it never ran. */
export const storedPort = (dataDir: string, name: PortName): number | undefined => readStoredPorts(dataDir)[name];

/** Asks the operating system for `count` different free ports on 127.0.0.1, for servers whose address may change. */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map(({ port }) => port);
  await Promise.all(servers.map(({ close }) => close()));
  return ports;
}

async function firstFreePort(ports: Iterable<number>, taken: ReadonlySet<number>): Promise<number> {
  for (const port of ports) {
    if (port !== 0 && !taken.has(port) && (await isFree(port))) return port;
  }
  const [port = 0] = await findFreePorts(1);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  try {
    const { close } = await listen(port);
    await close();
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EADDRINUSE' || systemErrorCode(error) === 'EACCES') return false;
    throw error;
  }
}

async function listen(port: number): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return { port: bound, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

function candidates(first: number): number[] {
  return Array.from({ length: searchedPorts }, (_, offset) => first + offset);
}

function readStoredPorts(dataDir: string): Partial<Record<PortName, number>> {
  try {
    const parsed: unknown = JSON.parse(readFileSync(join(dataDir, 'ports.json'), 'utf8'));
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
    return Object.fromEntries(entries.filter(([, port]) => Number.isInteger(port)));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

function storePorts(dataDir: string, ports: Readonly<Record<string, number>>): void {
  const path = join(dataDir, 'ports.json');
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, `${JSON.stringify(ports, null, 2)}\n`);
  renameSync(part, path);
}
