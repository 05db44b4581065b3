import type { LinkPriceInput, LinkPriceView } from '../../contracts/wire/catalogue/price.ts';
import type { LinkPrice } from '../../domain/catalogue/model/offering.ts';
import { defaultTerms } from '../../domain/catalogue/model/rate-card.ts';
import { fromApiTerms, toApiTerms } from './rate-card.convert.ts';

/**
 * The price of a link for a draft, with a new id. A blank key is derived from the keys of the add-on and its rate card, since keys are
 * unique within a version of the base.
 */
export const fromApiLinkPrice = (input: LinkPriceInput, addOnKey: string): LinkPrice => ({
  rateCardKey: input.rateCardKey,
  price: { ...defaultTerms, ...fromApiTerms(input, `${addOnKey}-${input.rateCardKey}`) },
});

/** The wire form of the price of a link: its terms and the fields of its model, flat. */
export const toApiLinkPrice = ({ rateCardKey, price }: LinkPrice): LinkPriceView => ({ rateCardKey, ...toApiTerms(price) });
