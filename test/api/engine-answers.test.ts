import type { Outcome } from '../../src/contracts/messages.ts';
import { DatabaseUnavailable } from '../../src/persistence/database/errors.ts';
import { type ApiUnderTest, type Reply, startApi } from './start-api.ts';

// Answers of the engine that a running program does not give by itself.

let api: ApiUnderTest;
let answer: () => Promise<Outcome>;

beforeAll(async () => {
  api = await startApi({ engine: { create: () => answer(), send: () => answer(), signal: () => Promise.resolve(null) } });
});
afterAll(() => api.stop());

async function order(): Promise<Reply> {
  const { body: customer } = await api.call('POST', '/v1/customers', { body: { name: 'Ada' } });
  const body = { customerId: customer['id'], planKey: 'basic', cadence: { every: 1, unit: 'month' }, currency: 'USD' };
  const reply = await api.call('POST', '/v1/subscriptions', { body });
  expect((await api.call('GET', `/v1/subscriptions?customerId=${String(customer['id'])}`)).body['data']).toEqual([]);
  return reply;
}

describe('an order', () => {
  it('conflicts if a workflow knows another order under its id', async () => {
    answer = () =>
      Promise.resolve({ result: 'refused', error: { code: 'subscription_already_exists', message: 'It exists already.' } });
    expect(await order()).toMatchObject({
      status: 409,
      body: { code: 'subscription_already_exists', detail: 'It exists already.' },
    });
  });

  it('may be sent again after a database failure', async () => {
    answer = () => Promise.reject(new DatabaseUnavailable(new Error('too many clients')));
    const reply = await order();
    expect(reply).toMatchObject({ status: 503, body: { code: 'database_unavailable' } });
    expect(reply.headers.get('retry-after')).toBe('5');
  });

  it('answers an internal error without details', async () => {
    answer = () => Promise.reject(new Error('a secret of ours'));
    const { status, body } = await order();
    expect([status, body['code'], body['detail']]).toEqual([500, 'internal_error', undefined]);
    expect(JSON.stringify(body)).not.toContain('secret');
  });
});
