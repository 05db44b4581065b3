import { explainLine } from '../../src/api/subscription/explanation.convert.ts';
import type { NumberedInvoice } from '../../src/application/ports/subscriptions.ts';
import { invariant } from '../../src/domain/invariant.ts';
import { at, aCreate, attach, changeQuantity } from '../support/builders/commands.ts';
import { factsOfPlan } from '../support/builders/facts.ts';
import { aPlan, seats } from '../support/builders/offerings.ts';
import { execute, newScenario, advanceUntil } from '../support/decider.ts';
import { subscriptionId } from '../support/builders/records.ts';

/** The renewal invoice: three seats wait for it since the 18th; one was removed on the 20th. */
function renewal(): NumberedInvoice {
  const inMarch = execute(newScenario(factsOfPlan(aPlan(), [seats()])), aCreate(), at('2026-03-01'));
  const putOff = { quantity: '3', policies: { 'attach.invoice': 'nextInvoice' } } as const;
  const three = execute(inMarch, attach('seats', putOff), at('2026-03-18'));
  const two = execute(three, changeQuantity(three.attachmentId, '2', { when: 'now' }), at('2026-03-20'));
  const invoice = advanceUntil(two, at('2026-04-01')).invoices.at(-1);
  invariant(invoice, 'it renews');
  const owner = { subscriptionId, customerId: 'cus_1' };
  return { ...invoice, ...owner, number: 'ANX-000002', status: 'issued', issuedAt: invoice.effectiveAt };
}

describe('explainLine', () => {
  // 3 × 7.00 × 14/31 = 9.48; of that one of three seats for 12 of its 14 days is 2.71.
  it('explains a credit by the charged amount, the share of removed units and the remaining time', () => {
    const invoice = renewal();
    const line = invoice.lines.find(({ kind }) => kind === 'credit');
    invariant(line, 'a seat was given up');
    const { sentence, steps, derivation } = explainLine(invoice, line);
    expect(sentence).toBe(
      'Unused time: seats: billed × units given up ÷ units billed × unused share = 9.48 USD × 1/3 × 12/14 days = -2.71 USD',
    );
    expect(steps.slice(0, 2)).toEqual([
      `The line ${line.creditedLineId} billed 9.48 USD; 1 of its units are given up.`,
      'What is left of it is 12/14 days, counted in UTC time.',
    ]);
    expect([derivation.credited, derivation.price, derivation.paid]).toEqual([
      { amount: '9.48', before: '0.00', quantity: '3' },
      null,
      null,
    ]);
  });
});
