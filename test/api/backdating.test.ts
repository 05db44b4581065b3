import type { CommandAnswer, InvoiceView, ListOf } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, invoicesOf, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await createGymCatalogue(app.api);
});
afterAll(() => app.stop());

describe('a backdated attach of a single-instance add-on that was attached before', () => {
  it('1-7 is refused at a time when it was attached; from its end on it charges the rest of the month: 5.00 in all', async () => {
    const { api } = app;
    const member = await subscribe(api, { startAt: '2026-03-01T00:00:00Z', addOns: [{ addOnKey: 'water' }] });
    const path = `/v1/subscriptions/${member.id}/add-ons`;
    await advanceTo(api, member.id, '2026-03-10T00:00:00Z');
    await api.post(`${path}/${attachmentOf(member, 'water').id}/remove`, { when: 'now' }, 200);
    const backdated = (day: string) => ({ addOnKey: 'water', when: 'backdate', at: `${day}T00:00:00Z` });
    await advanceTo(api, member.id, '2026-03-12T00:00:00Z');
    expect(await api.post(path, backdated('2026-03-05'), 409)).toMatchObject({
      code: 'add_on_already_attached',
      errors: [{ pointer: '/at' }],
    });
    // 5.00 × 22/31 = 3.548…, the same as the credit
    const again = await api.post<CommandAnswer>(path, backdated('2026-03-10'), 200);
    expect(again.invoices.map(({ total }) => total.amount)).toEqual(['3.55']);
    const notes = await api.get<ListOf<InvoiceView>>(`/v1/subscriptions/${member.id}/credit-notes`);
    expect(notes.data.map(({ total }) => total.amount)).toEqual(['-3.55']);
    expect((await invoicesOf(api, member.id)).map(({ total }) => total.amount)).toEqual(['26.00', '3.55']);
  });
});
