import type { z } from 'zod';
import type {
  AddOnChanges,
  AddOnEdit as AddOnEditInput,
  AddOnInput,
  addOnVersion,
  addOnView,
  LinkInput,
  OfferingEdit as OfferingEditInput,
  PhaseInput,
  PlanChanges,
  PlanInput,
  planVersion,
  planView,
  SinglePurchaseChanges,
  SinglePurchaseInput,
  singlePurchaseVersion,
  singlePurchaseView,
} from '../../contracts/wire/catalogue/offering.ts';
import type { OfferingEdit, PriceEdit } from '../../domain/catalogue/versions/edit-version.ts';
import type { AddOnContents, PlanContents, SinglePurchaseContents } from '../../domain/catalogue/versions/draft.ts';
import {
  type Offering,
  type OfferingVersion,
  type PlanAddOn,
  type PlanPhase,
  type Restrictions,
  unrestricted,
} from '../../domain/catalogue/model/offering.ts';
import { phasesOf } from '../../domain/catalogue/model/phase-cards.ts';
import type { RateCard } from '../../domain/catalogue/model/rate-card.ts';
import type { SaleWarning } from '../../domain/catalogue/sale/sale-warnings.ts';
import { statedFields } from './stated-fields.ts';
import { fromApiLinkPrice, toApiLinkPrice } from './link-price.convert.ts';
import { fromApiPresentation, fromApiRateCard, toApiRateCard } from './rate-card.convert.ts';

type PriceEditInput = NonNullable<OfferingEditInput['prices']>[string];

type VersionInput = Pick<
  PlanInput,
  'name' | 'displayName' | 'description' | 'imageUrl' | 'unit' | 'customFields' | 'policies' | 'rateCards'
>;

const fromApiVersion = (input: VersionInput) => ({
  name: input.name,
  displayName: input.displayName ?? null,
  description: input.description ?? null,
  imageUrl: input.imageUrl ?? null,
  unit: input.unit ?? null,
  customFields: input.customFields ?? {},
  policies: input.policies ?? {},
  rateCards: input.rateCards.map((card) => fromApiRateCard(card, null)),
});

type Stated<I> = Omit<I, 'productKey' | 'key'>;

export function fromApiPlan(input: Stated<PlanInput>): PlanContents {
  const { phases = [] } = input;
  const contents = fromApiVersion(input);
  return {
    ...contents,
    rateCards: [...contents.rateCards, ...fromApiPhaseCards(phases)],
    trialDays: input.trialDays ?? 0,
    phases: phases.map(fromApiPhase),
  };
}

const fromApiPhase = ({ key, durationInCycles }: PhaseInput): PlanPhase => ({ key, durationInCycles });

/** The rate cards of phases as those of the version, each with the phase that it stands in. */
const fromApiPhaseCards = (phases: readonly PhaseInput[]): readonly RateCard[] =>
  phases.flatMap(({ key, rateCards = [] }) => rateCards.map((card) => fromApiRateCard(card, key)));

export const fromApiSinglePurchase = (input: Stated<SinglePurchaseInput>): SinglePurchaseContents => fromApiVersion(input);

export const fromApiAddOn = (input: Stated<AddOnInput>): AddOnContents => ({
  ...fromApiVersion(input),
  instance: input.instance,
  visibility: input.visibility,
  restrictions: fromApiRestrictions(input.restrictions),
});

const fromApiRestrictions = (input: AddOnInput['restrictions']): Restrictions => ({ ...unrestricted, ...input });

export const fromApiLink = (input: LinkInput): PlanAddOn => ({
  addOnKey: input.addOnKey,
  requirement: input.requirement,
  visibility: input.visibility,
  maxInstances: input.maxInstances ?? null,
  fromPhase: input.fromPhase ?? null,
  policies: input.policies ?? {},
  prices: (input.prices ?? []).map((price) => fromApiLinkPrice(price, input.addOnKey)),
});

type Changes = Omit<PlanChanges, 'addOns'> | Omit<SinglePurchaseChanges, 'addOns'> | AddOnChanges;

/**
 * The fields that were stated; what was left out is carried over from the newest version. Links are set one by one. Phases are
 * replaced with their rate cards, and the rate cards of the whole version without those of its phases.
 */
export function fromApiChanges(
  input: Changes,
  newest: Pick<OfferingVersion, 'rateCards'>,
): Partial<PlanContents & AddOnContents> {
  const { rateCards, phases, ...fields } = { phases: undefined, ...input };
  const stated = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  const lasting = rateCards?.map((card) => fromApiRateCard(card, null)) ?? newest.rateCards.filter(isLasting);
  const phased = phases === undefined ? newest.rateCards.filter((card) => !isLasting(card)) : fromApiPhaseCards(phases);
  return {
    ...stated,
    ...(phases === undefined ? {} : { phases: phases.map(fromApiPhase) }),
    ...(rateCards === undefined && phases === undefined ? {} : { rateCards: [...lasting, ...phased] }),
    ...('restrictions' in input ? { restrictions: fromApiRestrictions(input.restrictions) } : {}),
  };
}

const isLasting = ({ phase }: RateCard): boolean => phase === null;

/** What is edited in place. */
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

const fromApiPriceEdit = ({ amount, unitAmount, ...presentation }: PriceEditInput): PriceEdit => ({
  presentation: fromApiPresentation(presentation),
  ...statedFields({ amount, unitAmount }),
});

export type OfferingView = z.input<typeof planView> | z.input<typeof singlePurchaseView> | z.input<typeof addOnView>;
export type OfferingVersionView =
  z.input<typeof planVersion> | z.input<typeof singlePurchaseVersion> | z.input<typeof addOnVersion>;

/** A version of an offering; what is not a price has the same form on the wire as in the domain. */
export function toApiVersion(version: OfferingVersion): OfferingVersionView {
  const cardsOf = (phase: string | null) => version.rateCards.filter((card) => card.phase === phase).map(toApiRateCard);
  const phases = phasesOf(version).map((phase) => ({ ...phase, rateCards: cardsOf(phase.key) }));
  const { kind, ...terms } = version;
  const links = kind === 'addOn' ? {} : { addOns: version.addOns.map(toApiLink) };
  return { ...terms, rateCards: cardsOf(null), ...(kind === 'plan' ? { phases } : {}), ...links } as OfferingVersionView;
}

const toApiLink = (link: PlanAddOn) => ({ ...link, prices: link.prices.map(toApiLinkPrice) });

/** An offering: what its newest version says, under its own id. */
export const toApiOffering = ({ id, revision, archived, latest, launched }: Offering): OfferingView => ({
  ...toApiVersion(latest),
  id,
  revision,
  archived,
  launchedVersion: launched?.version ?? null,
});

/** An offering with what of it cannot be bought any more, or not yet. */
export const toApiWarned = ({
  offering,
  warnings,
}: {
  readonly offering: Offering;
  readonly warnings: readonly SaleWarning[];
}): OfferingView & { readonly warnings: readonly SaleWarning[] } => ({ ...toApiOffering(offering), warnings });
