import type { z } from 'zod';
import type {
  AddOnChanges,
  AddOnEdit,
  AddOnInput,
  addOnVersion,
  addOnView,
  LinkInput,
  OfferingEdit,
  PlanChanges,
  PlanInput,
  planVersion,
  planView,
  SinglePurchaseChanges,
  SinglePurchaseInput,
  singlePurchaseVersion,
  singlePurchaseView,
} from '../../contracts/wire/offering.ts';
import type { AddOnContents, PlanContents, SinglePurchaseContents } from '../../domain/catalogue/draft.ts';
import { type OfferingVersion, type PlanAddOn, type Restrictions, unrestricted } from '../../domain/catalogue/offering.ts';
import type { Offering } from '../ports.ts';
import { editPresentation, fromApiRateCard, toApiPrice } from './rate-card.ts';

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
  rateCards: input.rateCards.map(fromApiRateCard),
});

export const fromApiPlan = (input: PlanInput): PlanContents => ({
  ...fromApiVersion(input),
  trialDays: input.trialDays ?? 0,
  phases: input.phases ?? [],
});

export const fromApiSinglePurchase = (input: SinglePurchaseInput): SinglePurchaseContents => fromApiVersion(input);

export const fromApiAddOn = (input: AddOnInput): AddOnContents => ({
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
});

type Changes = Omit<PlanChanges, 'addOns'> | Omit<SinglePurchaseChanges, 'addOns'> | AddOnChanges;

/** The fields that were stated; what was left out is carried over from the last version. Links are set one by one. */
export function fromApiChanges(input: Changes): Partial<PlanContents & AddOnContents> {
  const { rateCards, ...fields } = input;
  const stated = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return {
    ...stated,
    ...(rateCards === undefined ? {} : { rateCards: rateCards.map(fromApiRateCard) }),
    ...('restrictions' in input ? { restrictions: fromApiRestrictions(input.restrictions) } : {}),
  };
}

/** A version with what is edited in place; rate cards and prices that it does not have are left out. */
export function applyEdit<V extends OfferingVersion>(
  version: V,
  { prices = {}, rateCards: names = {}, ...edit }: OfferingEdit | AddOnEdit,
): V {
  const stated = Object.fromEntries(Object.entries(edit).filter(([, value]) => value !== undefined));
  const rateCards = version.rateCards.map((card) => ({
    ...card,
    ...(Object.hasOwn(names, card.key) ? names[card.key] : {}),
    prices: card.prices.map((price) => {
      const change = Object.hasOwn(prices, price.key) ? prices[price.key] : undefined;
      return change === undefined ? price : { ...price, presentation: editPresentation(price.presentation, change) };
    }),
  }));
  return { ...version, ...stated, rateCards };
}

export type OfferingView = z.input<typeof planView> | z.input<typeof singlePurchaseView> | z.input<typeof addOnView>;
export type OfferingVersionView =
  z.input<typeof planVersion> | z.input<typeof singlePurchaseVersion> | z.input<typeof addOnVersion>;

/** A version of an offering; what is not a price has the same form on the wire as in the domain. */
export function toApiVersion(version: OfferingVersion): OfferingVersionView {
  const rateCards = version.rateCards.map((card) => ({ ...card, prices: card.prices.map(toApiPrice) }));
  const { kind: _kind, ...terms } = version;
  return { ...terms, rateCards } as OfferingVersionView;
}

/** An offering: what its newest version says, under its own id. */
export const toApiOffering = ({ id, revision, archived, latest, launched }: Offering): OfferingView => ({
  ...toApiVersion(latest),
  id,
  revision,
  archived,
  launchedVersion: launched?.version ?? null,
});
