import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Client, Connection } from '@temporalio/client';
import { createLog } from '../../src/runtime/log.ts';
import { startPostgres, type PostgresServer } from '../../src/runtime/embedded-postgres.ts';
import { findFreePorts } from '../../src/runtime/ports.ts';
import { locateTemporal } from '../../src/runtime/temporal-binary.ts';
import { startTemporal, type TemporalServer } from '../../src/runtime/temporal-server.ts';
import { runAsOwner } from '../support/postgres-admin.ts';

// What a web page in a developer's browser can reach of the servers on this machine. It can send any path and body as text/plain to
// 127.0.0.1, without permission and without reading the answer, but it cannot choose the Host header.

const log = createLog({ level: 'silent' });
let root: string;
let temporal: TemporalServer;
let postgres: PostgresServer;
let client: Client;
let httpPort: number;
let uiPort: number;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'annex-ports-'));
  const [grpc = 0, ui = 0, http = 0] = await findFreePorts(3);
  const binary = await locateTemporal(process.env['ANNEX_TEMPORAL_CLI']);
  temporal = await startTemporal({ binary, dataDir: 'memory', log, ports: { grpc, ui, http } });
  postgres = await startPostgres({ dataDir: join(root, 'postgres'), log });
  [httpPort, uiPort] = [http, ui];
  client = new Client({ connection: await Connection.connect({ address: temporal.address }) });
});
afterAll(async () => {
  await client.connection.close();
  await temporal.stop();
  await postgres.stop();
  rmSync(root, { recursive: true, force: true });
});

/** A POST as a browser sends it for a page of another origin. */
function crossOriginPost(port: number, path: string, host = `127.0.0.1:${port}`): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: 'POST',
        headers: {
          host,
          'content-type': 'text/plain',
          origin: 'https://evil.example',
          'sec-fetch-site': 'cross-site',
          'sec-fetch-mode': 'no-cors',
        },
      },
      (response) => void text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject),
    );
    sent.on('error', reject);
    sent.end(JSON.stringify({ reason: 'because I can' }));
  });
}

/** Starts a workflow without a worker. */
async function aWorkflow(): Promise<string> {
  const workflowId = `local-ports-${randomUUID()}`;
  await client.workflow.start('idle', { workflowId, taskQueue: 'nobody' });
  return workflowId;
}
const statusOf = async (workflowId: string) => (await client.workflow.getHandle(workflowId).describe()).status.name;
const terminatePath = (workflowId: string): string => `/api/v1/namespaces/default/workflows/${workflowId}/terminate`;

describe('the HTTP API of the local Temporal server', () => {
  it.each([
    ['by its address', undefined],
    ['as localhost', 'localhost'],
    ['by a foreign name that resolves to this machine', 'rebind.evil.example'],
  ])('refuses a request from a page to terminate a workflow %s', async (_name, host) => {
    const workflowId = await aWorkflow();
    const answer = await crossOriginPost(httpPort, terminatePath(workflowId), host);
    expect([answer.status, answer.body]).toEqual([403, expect.stringContaining('Host not allowed')]);
    expect(await statusOf(workflowId)).toBe('RUNNING');
  });
});

describe('the Temporal UI', () => {
  it('refuses a request from a page of another origin to terminate a workflow', async () => {
    const workflowId = await aWorkflow();
    const { status } = await crossOriginPost(uiPort, terminatePath(workflowId));
    expect(status).toBe(403);
    expect(await statusOf(workflowId)).toBe('RUNNING');
  });
});

describe('the local PostgreSQL', () => {
  it('refuses a login without the password', async () => {
    const wrong = Object.assign(new URL(postgres.ownerUrl), { password: 'wrong' }).href;
    await expect(runAsOwner(wrong, ['select 1'])).rejects.toThrow(/password authentication failed/);
    await expect(runAsOwner(postgres.ownerUrl, ['select 1'])).resolves.toBeUndefined();
  });
});
