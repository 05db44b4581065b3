import type { z } from 'zod';
import type {
  AddOnChanges,
  AddOnInput,
  addOnVersion,
  addOnView,
  LinkInput,
  PlanChanges,
  PlanInput,
  planVersion,
  planView,
} from '../../contracts/wire/offering.ts';
import type { AddOnContents, PlanContents } from '../../domain/catalogue/draft.ts';
import type { OfferingVersion, PlanAddOn } from '../../domain/catalogue/offering.ts';
import type { Offering } from '../ports.ts';
import { fromApiRateCard } from './rate-card.ts';

type VersionInput = Pick<PlanInput, 'name' | 'displayName' | 'description' | 'policies' | 'rateCards'>;

const fromApiVersion = (input: VersionInput) => ({
  name: input.name,
  displayName: input.displayName ?? null,
  description: input.description ?? null,
  policies: input.policies ?? {},
  rateCards: input.rateCards.map(fromApiRateCard),
});

export const fromApiPlan = (input: PlanInput): PlanContents => ({ ...fromApiVersion(input), trialDays: input.trialDays ?? 0 });

export const fromApiAddOn = (input: AddOnInput): AddOnContents => ({
  ...fromApiVersion(input),
  instance: input.instance,
  visibility: input.visibility,
});

export const fromApiLink = ({ addOnKey, requirement, visibility, maxInstances, policies }: LinkInput): PlanAddOn => ({
  addOnKey,
  requirement,
  visibility,
  maxInstances: maxInstances ?? null,
  policies: policies ?? {},
});

/** The fields that were stated; what was left out is carried over from the last version. Links are set one by one. */
export function fromApiChanges(input: Omit<PlanChanges, 'addOns'> | AddOnChanges): Partial<PlanContents & AddOnContents> {
  const { rateCards, ...fields } = input;
  const stated = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return rateCards === undefined ? stated : { ...stated, rateCards: rateCards.map(fromApiRateCard) };
}

export type OfferingView = z.output<typeof planView> | z.output<typeof addOnView>;
export type OfferingVersionView = z.output<typeof planVersion> | z.output<typeof addOnVersion>;

/** A version of an offering; the lists are copied as they are, for their wire form equals that of the domain. */
export function toApiVersion(version: OfferingVersion): OfferingVersionView {
  const { id, productKey, key, version: number, status, name, displayName, description, policies } = version;
  const terms = { id, productKey, key, version: number, status, name, displayName, description, policies };
  const rateCards = version.rateCards.map((card) => ({ ...card, prices: card.prices.map((price) => ({ ...price })) }));
  return version.kind === 'plan'
    ? { ...terms, rateCards, trialDays: version.trialDays, addOns: version.addOns.map((link) => ({ ...link })) }
    : { ...terms, rateCards, instance: version.instance, visibility: version.visibility };
}

/** An offering: what its newest version says, under its own id. */
export const toApiOffering = ({ id, revision, latest, launched }: Offering): OfferingView => ({
  ...toApiVersion(latest),
  id,
  revision,
  launchedVersion: launched?.version ?? null,
});
