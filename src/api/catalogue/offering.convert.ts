import type { z } from 'zod';
import type {
  AddOnEdit as AddOnEditInput,
  addOnVersion,
  addOnView,
  OfferingEdit as OfferingEditInput,
  planVersion,
  planView,
  singlePurchaseVersion,
  singlePurchaseView,
} from '../../contracts/wire/catalogue/offering.ts';
import type { RateCardView } from '../../contracts/wire/catalogue/rate-card.ts';
import type { Offering, OfferingVersion, PlanAddOn, Restrictions } from '../../domain/catalogue/model/offering.ts';
import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import type { OfferingEdit, PriceEdit } from '../../domain/catalogue/versions/edit-version.ts';
import { toApiLinkPrice } from './link-price.convert.ts';
import { fromApiEditable, toApiRateCard } from './rate-card.convert.ts';
import { statedFields } from './stated-fields.ts';

type PriceEditInput = NonNullable<OfferingEditInput['prices']>[string];

/** The edit in place of an input. */
export function fromApiEdit(input: OfferingEditInput | AddOnEditInput): OfferingEdit {
  const { name, displayName, description, imageUrl, unit, customFields, rateCards = {}, prices = {} } = input;
  const { visibility } = { visibility: undefined, ...input };
  return {
    texts: statedFields({ name, displayName, description, imageUrl, unit }),
    ...statedFields({ visibility, customFields }),
    rateCards,
    prices: Object.fromEntries(Object.entries(prices).map(([key, price]) => [key, fromApiPriceEdit(price)])),
  };
}

const fromApiPriceEdit = ({ amount, unitAmount, ...editable }: PriceEditInput): PriceEdit => ({
  ...fromApiEditable(editable),
  ...statedFields({ amount, unitAmount }),
});

export type OfferingView = z.input<typeof planView> | z.input<typeof singlePurchaseView> | z.input<typeof addOnView>;
export type OfferingVersionView =
  z.input<typeof planVersion> | z.input<typeof singlePurchaseVersion> | z.input<typeof addOnVersion>;

/** The wire form of a version. Only prices, links and restrictions differ from the domain. */
export function toApiVersion(version: OfferingVersion): OfferingVersionView {
  switch (version.kind) {
    case 'plan': {
      const { kind: _kind, ...terms } = version;
      const phases = terms.phases.map((phase) => ({ ...phase, rateCards: cardsOf(version, phase.key) }));
      return { ...terms, rateCards: cardsOf(version, null), phases, addOns: terms.addOns.map(toApiLink) };
    }
    case 'singlePurchase': {
      const { kind: _kind, ...terms } = version;
      return { ...terms, rateCards: cardsOf(version, null), addOns: terms.addOns.map(toApiLink) };
    }
    case 'addOn': {
      const { kind: _kind, ...terms } = version;
      return { ...terms, rateCards: cardsOf(version, null), restrictions: toApiRestrictions(terms.restrictions) };
    }
  }
}

/** The rate cards of one phase, or those of all phases (null). */
const cardsOf = ({ rateCards }: OfferingVersion, phase: string | null): RateCardView[] =>
  rateCards.filter((card) => card.phase === phase).map(toApiRateCard);

const toApiLink = (link: PlanAddOn) => ({ ...link, prices: link.prices.map(toApiLinkPrice) });

const toApiRestrictions = ({ plans, roles, accountTypes }: Restrictions) => ({
  plans: plans && [...plans],
  roles: roles && [...roles],
  accountTypes: accountTypes && [...accountTypes],
});

/** The wire form of an offering: the fields of its newest version, with the id of the offering. */
export const toApiOffering = ({ id, revision, archived, latest, launched }: Offering): OfferingView => ({
  ...toApiVersion(latest),
  id,
  revision,
  archived,
  launchedVersion: launched?.version ?? null,
});

/** The wire form of an offering with warnings about what cannot be bought. */
export const toApiWarned = ({
  offering,
  warnings,
}: {
  readonly offering: Offering;
  readonly warnings: readonly SaleWarning[];
}): OfferingView & { readonly warnings: readonly SaleWarning[] } => ({ ...toApiOffering(offering), warnings });
