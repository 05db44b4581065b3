import type { ApiClient, CommandAnswer } from '../support/api-client.ts';
import { advanceTo, attachmentOf, invoicesOf, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { monthly } from '../support/builders/price-bodies.ts';

let app: TestApp;
let api: ApiClient;

const price = (key: string, terms: object) => ({ key, currency: 'USD', cadence: monthly, timing: 'inAdvance', ...terms });
const old = (key: string, terms: object) => price(key, { ...terms, archived: true });

beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await api.post('/v1/products', { key: 'club', name: 'Club' });
  const flatThenByTheSeat = [
    old('all', { model: 'flat', amount: '99.00' }),
    price('each', { model: 'perUnit', unitAmount: '7.00' }),
  ];
  await api.post('/v1/add-ons', {
    productKey: 'club',
    key: 'seats',
    name: 'Seats',
    unit: { singular: 'seat', plural: 'seats' },
    rateCards: [{ key: 'seats', prices: flatThenByTheSeat }],
  });
  await api.post('/v1/add-ons/seats/launch', {}, 200);
  const tenThenTwenty = [old('ten', { model: 'flat', amount: '10.00' }), price('twenty', { model: 'flat', amount: '20.00' })];
  await api.post('/v1/plans', {
    productKey: 'club',
    key: 'basic',
    name: 'Basic',
    rateCards: [{ key: 'base', prices: tenThenTwenty }],
    addOns: [{ addOnKey: 'seats' }],
  });
  await api.post('/v1/plans/basic/launch', {}, 200);
});
afterAll(() => app.stop());

const archive = (path: string, gone: string, back: string): Promise<unknown> =>
  api.patch(path, { prices: { [gone]: { archived: true }, [back]: { archived: false } } });

describe('a purchase', () => {
  it('3-43, 3-44 keeps its price when that is archived and another one is unarchived: 20.00 and 5 × 7.00', async () => {
    const addOns = [{ addOnKey: 'seats', quantity: 3 }];
    const member = await subscribe(api, { startAt: '2026-03-01T00:00:00Z', addOns });
    await archive('/v1/plans/basic', 'twenty', 'ten');
    await archive('/v1/add-ons/seats', 'each', 'all');
    await advanceTo(api, member.id, '2026-03-18T00:00:00Z');
    const seats = `/v1/subscriptions/${member.id}/add-ons/${attachmentOf(member, 'seats').id}`;
    // 2 × 7.00 × 14/31 = 6.3225…
    const more = await api.patch<CommandAnswer>(seats, { quantity: 5 });
    expect(more.invoices.map(({ total }) => total.amount)).toEqual(['6.32']);
    await advanceTo(api, member.id, '2026-04-01T00:00:00Z');
    const [renewal] = (await invoicesOf(api, member.id)).slice(-1);
    expect(renewal?.lines.map(({ quantity, amount }) => `${quantity} ${amount.amount}`)).toEqual(['1 20.00', '5 35.00']);
    expect(renewal?.lines.map((line) => Reflect.get(line, 'priceId'))).toEqual([
      Reflect.get(member.firstInvoice?.lines[0] ?? {}, 'priceId'),
      Reflect.get(member.firstInvoice?.lines[1] ?? {}, 'priceId'),
    ]);
  });

  it('3-44 uses the price on sale at its time: 10.00 for a later one', async () => {
    const member = await subscribe(api, { startAt: '2026-03-01T00:00:00Z' });
    expect(member.firstInvoice?.total.amount).toBe('10.00');
  });
});
