import type { Explanation } from '../../contracts/wire/subscription/invoice.ts';
import type { CreditedPart, Derivation, InvoiceLine } from '../../domain/billing/invoice.ts';
import { explainWorking } from '../../domain/pricing/explain-price.ts';
import type { NumberedInvoice } from '../../application/ports/subscriptions.ts';
import { toApiPriceWorking } from '../catalogue/price-working.convert.ts';
import { toApiUnitAmount } from './unit-amount.convert.ts';

/** Explains the amount of a line from the numbers stored with it, in sentences. Nothing is computed again. */
export function explainLine(invoice: NumberedInvoice, line: InvoiceLine): Explanation {
  const { derivation: why, amount } = line;
  const { steps: _sentences, price, paid, credited, ...numbers } = why;
  const policies = Object.values(why.policies).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  return {
    invoiceId: invoice.id,
    line: invoice.lines.indexOf(line) + 1,
    amount,
    sentence: `${line.description}: ${why.formula} = ${calculation(line)} = ${amount.amount} ${amount.currency}`,
    steps: [
      ...(line.creditedLineId === null ? chargeSteps(line) : creditSteps(line)),
      `${why.exactAmount} ${amount.currency} is rounded ${why.rounding} to ${amount.amount} ${amount.currency}.`,
      ...policies.map(
        ({ key, value, level }) => `The policy ${key} is ${value}, set by ${level === 'default' ? 'the default' : level}.`,
      ),
    ],
    derivation: {
      ...numbers,
      price: price === undefined ? null : toApiPriceWorking(price),
      paid: paid === undefined ? null : toApiPriceWorking(paid),
      credited: credited === undefined ? null : { ...credited },
      policies: Object.fromEntries(policies.map((policy) => [policy.key, { ...policy }])),
    },
  };
}

/** The numbers of the formula: `2 × 7.00 USD × 14/28 days`. */
function calculation({ derivation: why, amount, creditedLineId }: InvoiceLine): string {
  const price = priceOf(why, amount.currency, creditedLineId);
  return isWhole(why) ? price : `${price} × ${shareOf(why)}`;
}

function priceOf(why: Derivation, currency: string, creditedLineId: string | null): string {
  if (why.credited !== undefined) return billedPart(why.credited, { currency, taken: why.quantity.replace('-', '') });
  if (why.unitAmount === null) return `${why.formula.replace(' × share', '')} for ${why.quantity}`;
  const unitAmount = `${toApiUnitAmount(why.unitAmount, currency).amount} ${currency}`;
  return creditedLineId === null ? `${why.quantity} × ${unitAmount}` : unitAmount;
}

/** The billed amount and the fraction of its units that is credited, if that is not all of them: `6.97 USD × 2/3`. */
const billedPart = (
  { amount, quantity }: CreditedPart,
  { currency, taken }: { readonly currency: string; readonly taken: string },
): string => `${amount} ${currency}${taken === quantity ? '' : ` × ${taken}/${quantity}`}`;

const isWhole = ({ share }: Derivation): boolean => share.numerator === share.denominator;
const shareOf = ({ share: { numerator, denominator, unit } }: Derivation): string => `${numerator}/${denominator} ${unit}s`;

function chargeSteps(line: InvoiceLine): readonly string[] {
  const { derivation: why } = line;
  const { currency } = line.amount;
  const price = `The price ${line.priceId} of ${line.offeringKey} version ${line.offeringVersion}`;
  return [
    why.unitAmount === null
      ? `${price} gives ${why.formula}; the quantity is ${why.quantity}.`
      : `${price} is ${toApiUnitAmount(why.unitAmount, currency).amount} ${currency}; the quantity is ${why.quantity}.`,
    ...priceSteps(why),
    ...timeSteps(line),
  ];
}

/** The time that the line pays for; a one-time charge has no end. */
function timeSteps({ derivation: why, servicePeriod, fullPeriod }: InvoiceLine): readonly string[] {
  if (servicePeriod.end === null)
    return [`The line pays from ${servicePeriod.start} on, once, for as long as the subscription lasts.`];
  return [
    `The line pays for ${servicePeriod.start} to ${servicePeriod.end}.`,
    isWhole(why)
      ? 'That is the whole period.'
      : `That is ${shareOf(why)} of the full period from ${fullPeriod.start} to ${fullPeriod.end}, counted in ${why.timeZone} time.`,
  ];
}

/** The sentences about the price. Lines that were issued before its data was stored have the sentences themselves. */
function priceSteps({ price, paid, steps = [] }: Derivation): readonly string[] {
  if (price === undefined) return steps;
  if (paid === undefined) return explainWorking(price);
  return [price, paid].flatMap((working) => explainWorking(working).map((step) => `For ${working.quantity}: ${step}`));
}

const creditSteps = ({ derivation: why, creditedLineId, amount }: InvoiceLine): readonly string[] => [
  `The line ${String(creditedLineId)} billed ${why.credited?.amount ?? why.unitAmount} ${amount.currency}; ${why.quantity.replace('-', '')} of its units are given up.`,
  `What is left of it is ${shareOf(why)}, counted in ${why.timeZone} time.`,
];
