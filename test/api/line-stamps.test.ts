import { type InvoiceView, invoiceView } from '../../src/contracts/wire/subscription/invoice.ts';
import type { ApiClient, ListOf } from '../support/api-client.ts';
import { createGymCatalogue } from '../support/gym.ts';
import { advanceTo, attachmentOf, readSubscription, subscribe } from '../support/subscribe.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';

let app: TestApp;
let api: ApiClient;
beforeAll(async () => {
  app = await startTestApp();
  ({ api } = app);
  await createGymCatalogue(api);
});
afterAll(() => app.stop());

const nothing = {
  externalName: null,
  priceDescription: null,
  showDescriptionInInvoices: false,
  showDescriptionInQuotes: false,
  invoiceNotes: null,
  sku: null,
  accountingCode: null,
  accountingCategory: null,
  taxTreatment: 'taxable',
};
const edited = {
  externalName: 'Filtered water',
  description: 'As much as you drink',
  showDescriptionInInvoices: true,
  invoiceNotes: 'Stay hydrated',
  sku: 'WATER',
  accountingCode: '4001',
  accountingCategory: 'Class: Drinks',
  tax: { profile: 'reduced' },
};
const { description, tax, ...same } = edited;
const stamped = { ...nothing, ...same, priceDescription: description, taxTreatment: tax };

const edit = (price: object): Promise<unknown> => api.patch('/v1/add-ons/water', { prices: { 'water-usd-month': price } });
type Line = InvoiceView['lines'][number];
const waterOf = async (id: string): Promise<readonly Line[]> =>
  (await api.get<ListOf<unknown>>(`/v1/subscriptions/${id}/invoices`)).data
    .flatMap((invoice) => invoiceView.parse(invoice).lines)
    .filter(({ offeringKey }) => offeringKey === 'water');
const stampOf = (line: Line | undefined) =>
  Object.fromEntries(Object.keys(nothing).map((field) => [field, line?.[field as keyof Line]]));

describe('the texts and accounting fields of a line', () => {
  it('3-15 (half), 3-20 (half), 3-21 (half), 3-22 (half), 3-23 (half), 3-24 (half), 3-25 (half) are set when it is issued', async () => {
    const { id } = await subscribe(api, { startAt: '2026-03-01T00:00:00Z', addOns: [{ addOnKey: 'water' }] });
    const before = await waterOf(id);
    expect(before.map((line) => [line.description, stampOf(line)])).toEqual([['water', nothing]]);
    await edit(edited);
    await advanceTo(api, id, '2026-04-01T00:00:00Z');
    const after = await waterOf(id);
    expect(after[0]).toEqual(before[0]);
    expect([after[1]?.description, stampOf(after[1])]).toEqual(['Filtered water', stamped]);

    await edit({ externalName: null, sku: 'W2', tax: 'exempt' });
    await advanceTo(api, id, '2026-04-16T00:00:00Z');
    const water = attachmentOf(await readSubscription(api, id), 'water');
    const { creditNotes } = await api.post<{ readonly creditNotes: readonly { readonly lines: readonly Line[] }[] }>(
      `/v1/subscriptions/${id}/add-ons/${water.id}/remove`,
      { when: 'now' },
      200,
    );
    const [credit] = creditNotes.flatMap(({ lines }) => lines);
    expect([credit?.description, stampOf(credit), credit?.amount.amount]).toEqual([
      'Unused time: Filtered water',
      stamped,
      '-2.50',
    ]);
  });

  it('are read at issue if the line waited for its invoice; a preview shows the current ones', async () => {
    await edit({ externalName: null, description: null, invoiceNotes: null, sku: 'OLD', tax: { profile: 'reduced' } });
    const { id } = await subscribe(api, { startAt: '2026-03-01T00:00:00Z' });
    const path = `/v1/subscriptions/${id}`;
    await advanceTo(api, id, '2026-03-18T00:00:00Z');
    const putOff = { addOnKey: 'water', policies: { 'attach.invoice': 'nextInvoice' } };
    await api.post(`${path}/add-ons`, putOff, 200);
    await edit({ sku: 'NEW' });
    await advanceTo(api, id, '2026-04-01T00:00:00Z');
    expect((await waterOf(id)).map(({ amount, sku }) => [amount.amount, sku])).toEqual([
      ['2.26', 'NEW'],
      ['5.00', 'NEW'],
    ]);
    await edit({ sku: 'NEWEST' });
    const other = await subscribe(api, { startAt: '2026-03-01T00:00:00Z' });
    const command = { type: 'attachAddOn', addOnKey: 'water' };
    const preview = await api.post<{ readonly invoices: readonly { readonly lines: readonly Line[] }[] }>(
      `/v1/subscriptions/${other.id}/preview`,
      { command },
      200,
    );
    expect(preview.invoices[0]?.lines[0]?.sku).toBe('NEWEST');
  });
});
