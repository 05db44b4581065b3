import type { LinkPriceInput, LinkPriceView } from '../../contracts/wire/catalogue/price.ts';
import type { LinkPrice } from '../../domain/catalogue/model/offering.ts';
import { plainTerms } from '../../domain/catalogue/model/rate-card.ts';
import { fromApiTerms, toApiTerms } from './rate-card.convert.ts';

/**
 * A price of a link as it goes into a draft, with a new id. A blank key is derived from the add-on and its rate card, since it is
 * unique in the version of the base.
 */
export const fromApiLinkPrice = (input: LinkPriceInput, addOnKey: string): LinkPrice => ({
  rateCardKey: input.rateCardKey,
  price: { ...plainTerms, ...fromApiTerms(input, `${addOnKey}-${input.rateCardKey}`) },
});

/** A price of a link as it leaves: its terms and the fields of its model side by side. */
export const toApiLinkPrice = ({ rateCardKey, price }: LinkPrice): LinkPriceView => ({ rateCardKey, ...toApiTerms(price) });
