import type { InvoiceLine, IssuedTexts, LineStamp, LineTexts } from '../../billing/invoice.ts';
import type { OfferingVersion } from '../../catalogue/model/offering.ts';
import type { PricePoint } from '../../catalogue/model/rate-card.ts';
import { sameValue } from '../../catalogue/model/same-value.ts';
import type { Facts } from '../model/facts.ts';
import { descriptionOf, type PricedCard, unitNameOf } from './line-names.ts';
import { baseVersion, soldAddOn } from '../offer/offerings.ts';
import type { BilledLine, UnbilledLine } from '../model/state.ts';

/** The texts of a charge. */
export const textsOf = (charged: PricedCard, quantity: string): LineTexts => ({
  description: descriptionOf(charged),
  ...unitNameOf(charged, quantity),
  stamp: stampOf(charged.price),
});

/**
 * The texts of a credit: those of the credited line if it has any, so that both documents agree.
 * @rule 3-29
 */
export function creditTextsOf(credited: PricedCard, { billed, taken }: CreditedUnits): LineTexts {
  const { description, stamp } = billed.texts ?? textsOf(credited, taken);
  return { description: `Unused time: ${description}`, ...unitNameOf(credited, taken), stamp };
}

interface CreditedUnits {
  readonly billed: Pick<BilledLine, 'texts'>;
  readonly taken: string;
}

/**
 * The current texts of lines whose texts were edited in place while they waited for their invoice (semantics row 20). A line whose
 * version is unknown keeps the texts that it was raised with.
 */
export function textsAtIssue(facts: Facts, lines: readonly UnbilledLine[]): readonly IssuedTexts[] {
  const now = new Map<string, LineTexts>();
  for (const waiting of lines) {
    const charged = pricedCardOf(facts, waiting);
    if (charged === undefined) continue;
    const { line } = waiting;
    const credited = line.creditedLineId === null ? undefined : now.get(line.creditedLineId);
    const billed = credited === undefined ? {} : { texts: credited };
    const texts =
      line.creditedLineId === null ? textsOf(charged, line.quantity) : creditTextsOf(charged, { billed, taken: line.quantity });
    now.set(line.id, texts);
  }
  return lines.flatMap(({ line }) => {
    const texts = now.get(line.id);
    return texts === undefined || sameValue(texts, textsIn(line)) ? [] : [{ lineId: line.id, ...texts }];
  });
}

/** The stored texts of a line; lines from before ADR 0069 have no stamp. */
const textsIn = ({ description, unitName, stamp }: InvoiceLine): Partial<LineTexts> => ({
  description,
  ...(unitName === undefined ? {} : { unitName }),
  ...(stamp === undefined ? {} : { stamp }),
});

/** A line with its texts at issue. */
export function issuedAs(line: InvoiceLine, texts: IssuedTexts | undefined): InvoiceLine {
  if (texts === undefined) return line;
  const { lineId: _line, ...issued } = texts;
  const { unitName: _unit, ...rest } = line;
  return { ...rest, ...issued };
}

function pricedCardOf(facts: Facts, { line, sold }: UnbilledLine): PricedCard | undefined {
  const version = sold === undefined ? undefined : soldVersion(facts, { line, sold });
  const card = version?.rateCards.find(
    ({ key, prices }) => key === line.rateCardKey && prices.some(({ id }) => id === line.priceId),
  );
  const price = card?.prices.find(({ id }) => id === line.priceId);
  return version && card && price ? { version, card, price } : undefined;
}

function soldVersion(
  facts: Facts,
  { line, sold }: { readonly line: InvoiceLine; readonly sold: NonNullable<UnbilledLine['sold']> },
): OfferingVersion | undefined {
  if (facts.versions[sold.versionId] === undefined) return undefined;
  return line.attachmentId === null ? baseVersion(facts, sold.versionId) : soldAddOn(facts, sold);
}

/** The texts and accounting fields of a price, without unset ones. @rule 3-20, 3-21, 3-22, 3-23, 3-24 */
function stampOf({ presentation, tax }: PricePoint): LineStamp {
  const { externalName, description, invoiceNotes, sku, accountingCode, accountingCategory } = presentation;
  return {
    ...(externalName === null ? {} : { externalName }),
    ...(description === null ? {} : { priceDescription: description }),
    ...(presentation.showDescriptionInInvoices ? { showDescriptionInInvoices: true } : {}),
    ...(presentation.showDescriptionInQuotes ? { showDescriptionInQuotes: true } : {}),
    ...(invoiceNotes === null ? {} : { invoiceNotes }),
    ...(sku === null ? {} : { sku }),
    ...(accountingCode === null ? {} : { accountingCode }),
    ...(accountingCategory === null ? {} : { accountingCategory }),
    ...(tax.kind === 'taxable' && tax.profile === null ? {} : { tax }),
  };
}
