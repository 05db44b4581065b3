import type { InvoiceLine } from '../../../src/domain/billing/invoice.ts';
import type { AddOnVersion } from '../../../src/domain/catalogue/model/offering.ts';
import {
  defaultPresentation,
  defaultTerms,
  type PricePresentation,
  type PriceTax,
} from '../../../src/domain/catalogue/model/rate-card.ts';
import { missingFacts } from '../../../src/domain/subscription/needs.ts';
import { at, aCreate, attach, changeQuantity, remove } from '../../support/builders/commands.ts';
import { factsOfPlan } from '../../support/builders/facts.ts';
import { aPlan, aRateCard, perUnit, seats } from '../../support/builders/offerings.ts';
import { execute, type Scenario, newScenario, advanceUntil } from '../../support/decider.ts';

const march = at('2026-03-01');
const on18th = at('2026-03-18');
const april = at('2026-04-01');

type Read = Partial<PricePresentation> & { readonly tax?: PriceTax };

/** Seats at 7.00 whose price has this presentation. */
const seatsReadAs = ({ tax = defaultTerms.tax, ...texts }: Read, more: Partial<AddOnVersion> = {}): AddOnVersion =>
  seats({
    rateCards: [
      aRateCard('seats', { prices: [{ ...perUnit('7.00'), presentation: { ...defaultPresentation, ...texts }, tax }] }),
    ],
    ...more,
  });
const started = (addOn: AddOnVersion): Scenario => execute(newScenario(factsOfPlan(aPlan(), [addOn])), aCreate(), march);
/** The same scenario after an edit of the version in place. */
const edited = (scenario: Scenario, addOn: AddOnVersion): Scenario => ({
  ...scenario,
  facts: { ...scenario.facts, versions: { ...scenario.facts.versions, [addOn.id]: addOn } },
});
const ofSeats = (lines: readonly InvoiceLine[] | undefined): readonly InvoiceLine[] =>
  (lines ?? []).filter(({ offeringKey }) => offeringKey === 'seats');
const textsOf = (lines: readonly InvoiceLine[] | undefined) =>
  ofSeats(lines).map(({ description, unitName, stamp }) => [description, unitName, stamp]);
const lastInvoice = (scenario: Scenario) => textsOf(scenario.invoices.at(-1)?.lines);

const read: Read = {
  externalName: 'Team seats',
  internalName: 'seats 2026',
  description: 'A place for each of the team',
  showDescriptionInInvoices: true,
  invoiceNotes: 'Thank you',
  sku: 'SEAT',
  accountingCode: '4000',
  accountingCategory: 'Class: Seats',
  tax: { kind: 'taxable', profile: 'digital' },
};
const stamp = {
  externalName: 'Team seats',
  priceDescription: 'A place for each of the team',
  showDescriptionInInvoices: true,
  invoiceNotes: 'Thank you',
  sku: 'SEAT',
  accountingCode: '4000',
  accountingCategory: 'Class: Seats',
  tax: { kind: 'taxable', profile: 'digital' },
};

describe('the presentation of a line', () => {
  it('has the texts and accounting fields of its price, without empty ones', () => {
    const bought = execute(started(seatsReadAs(read)), attach('seats', { quantity: '2' }), march);
    expect(lastInvoice(bought)).toEqual([['Team seats', undefined, stamp]]);
    expect(lastInvoice(execute(started(seats()), attach('seats', { quantity: '2' }), march))).toEqual([
      ['seats', undefined, {}],
    ]);
    const exempt = seatsReadAs({ tax: { kind: 'exempt' }, showDescriptionInQuotes: true });
    expect(lastInvoice(execute(started(exempt), attach('seats', { quantity: '2' }), march))).toEqual([
      ['seats', undefined, { tax: { kind: 'exempt' }, showDescriptionInQuotes: true }],
    ]);
  });

  it('is read when the invoice is issued: an edit before it counts, an edit after it does not', () => {
    const putOff = { policies: { 'attach.invoice': 'nextInvoice' } as const, quantity: '2' };
    const waiting = execute(started(seatsReadAs({ sku: 'OLD' })), attach('seats', putOff), on18th);
    const now = seatsReadAs(read, { unit: { singular: 'seat', plural: 'seats' } });
    const renewed = advanceUntil(edited(waiting, now), april);
    expect(lastInvoice(renewed)).toEqual([
      ['Team seats', 'seats', stamp],
      ['Team seats', 'seats', stamp],
    ]);
    const issued = renewed.last.flatMap((event) => (event.type === 'InvoiceIssued' ? [event.texts?.length] : []));
    expect(issued).toEqual([1]);
    const later = execute(edited(renewed, seatsReadAs({ sku: 'NEW' })), changeQuantity(waiting.attachmentId, '3'), april);
    expect(textsOf(later.invoices.at(-2)?.lines)).toEqual(lastInvoice(renewed));
    expect(lastInvoice(later)).toEqual([['seats', undefined, { sku: 'NEW' }]]);
  });

  it('is written once for each invoice if nothing was edited', () => {
    const bought = execute(started(seatsReadAs(read)), attach('seats', { quantity: '2' }), march);
    const issued = bought.last.filter(({ type }) => type === 'InvoiceIssued');
    expect(issued).toHaveLength(1);
    expect(issued[0]).not.toHaveProperty('texts');
  });

  it('is read even if the attachment ends while its line waits for the invoice', () => {
    const putOff = { policies: { 'attach.invoice': 'nextInvoice', 'credit.form': 'none' } as const, quantity: '2' };
    const waiting = execute(started(seatsReadAs({ sku: 'OLD' })), attach('seats', putOff), on18th);
    const none = { policies: { 'credit.form': 'none' } as const };
    const gone = execute(waiting, remove(waiting.attachmentId, { when: 'now', ...none }), at('2026-03-20'));
    const { [seats().id]: _known, ...others } = gone.facts.versions;
    expect(missingFacts(gone.state, null, { ...gone.facts, versions: others })).toEqual([{ kind: 'version', id: seats().id }]);
    expect(lastInvoice(advanceUntil(edited(gone, seatsReadAs(read)), april))).toEqual([['Team seats', undefined, stamp]]);
  });
});

describe('a credit', () => {
  it('3-29 (half) has the texts and accounting fields of the credited line, whatever the price says by then', () => {
    const three = execute(started(seatsReadAs(read)), attach('seats', { quantity: '3' }), march);
    const two = execute(
      edited(three, seatsReadAs({ sku: 'NEW' })),
      changeQuantity(three.attachmentId, '2', { when: 'now' }),
      on18th,
    );
    expect(textsOf(two.creditNotes[0]?.lines)).toEqual([['Unused time: Team seats', undefined, stamp]]);
  });

  it('has those of the issued invoice if its line had waited for it', () => {
    const putOff = { policies: { 'attach.invoice': 'nextInvoice' } as const, quantity: '3' };
    const waiting = execute(started(seatsReadAs({ sku: 'OLD' })), attach('seats', putOff), on18th);
    const taken = execute(waiting, changeQuantity(waiting.attachmentId, '2', { when: 'now' }), at('2026-03-20'));
    const renewed = advanceUntil(edited(taken, seatsReadAs(read)), april);
    expect(lastInvoice(renewed)).toEqual([
      ['Team seats', undefined, stamp],
      ['Unused time: Team seats', undefined, stamp],
      ['Team seats', undefined, stamp],
    ]);
    const fewer = execute(
      edited(renewed, seatsReadAs({ sku: 'NEW' })),
      changeQuantity(waiting.attachmentId, '1', { when: 'now' }),
      at('2026-04-16'),
    );
    expect(textsOf(fewer.creditNotes[0]?.lines)).toEqual([['Unused time: Team seats', undefined, stamp]]);
  });
});
